"""Identifiers of people, replaced at the border."""

import hashlib
import hmac
import secrets
import unicodedata

from attrs import define, field

from send_metrics.errors import SettingsError

SHORTEST_KEY_BYTES = 32


@define
class Pseudonyms:
    """Gives every identifier of a person a stand-in, the same one for the same person.

    With a *key*, the stand-in is HMAC-SHA-256 over the domain and the identifier, so
    that two reads with one key agree and two purposes do not. Without, it is a number
    in the order of first appearance, which means nothing outside this run.
    *token* tells two such runs apart; it is in no stand-in.

    Raises:
        SettingsError: the key is shorter than 32 bytes.
    """

    key: bytes | None = field(default=None, repr=False)
    token: str = field(factory=lambda: secrets.token_hex(8), repr=False, init=False)
    _given: dict[tuple[str, str], str] = field(factory=dict, repr=False, init=False)
    _last: dict[str, int] = field(factory=dict, repr=False, init=False)

    def __attrs_post_init__(self) -> None:
        if self.key is not None and len(self.key) < SHORTEST_KEY_BYTES:
            message = (
                f"the pseudonym key is shorter than {SHORTEST_KEY_BYTES} bytes;"
                " make one with: openssl rand -hex 32"
            )
            raise SettingsError(message)

    def of(self, domain: str, identifier: str) -> str:
        """Return the stand-in for one identifier within a domain such as ``person``.

        Spaces around the identifier make no difference. Case and hyphens do, because
        some systems tell people apart by them: a reader that knows its identifiers to
        be free of such differences folds them first.
        """
        normal = identifier.strip()
        if not normal.isascii():
            normal = unicodedata.normalize("NFKC", normal).strip()
        given = self._given.get((domain, normal))
        if given is None:
            given = self._make(domain, normal)
            self._given[domain, normal] = given
        return given

    def _make(self, domain: str, normal: str) -> str:
        if self.key is None:
            number = self._last.get(domain, 0) + 1
            self._last[domain] = number
            return f"{domain}-{number:06d}"
        message = f"send_metrics/{domain}".encode() + b"\0" + normal.encode()
        return hmac.new(self.key, message, hashlib.sha256).hexdigest()
