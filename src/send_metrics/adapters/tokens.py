"""Tokens that open the services of others, handed inwards and shown to nobody."""

from collections.abc import Mapping

from attrs import field, frozen

from send_metrics.errors import SettingsError


@frozen(eq=False)
class Tokens:
    """Bearer tokens by the name that a source file gives them.

    Raises:
        SettingsError: one of them could not be sent in a request.
    """

    _held: Mapping[str, str] = field(factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        for name, token in self._held.items():
            if not token or not token.isascii() or not token.isprintable():
                message = f"the token {name} is empty or no plain text; copy it again"
                raise SettingsError(message)

    def named(self, name: str) -> str:
        """Return the token called *name*.

        Raises:
            SettingsError: there is none.
        """
        if name not in self._held:
            known = ", ".join(sorted(self._held)) or "none"
            message = (
                f"there is no token called {name}; there are: {known};"
                f" set SEND_METRICS_TOKENS to {name}=, followed by the token"
            )
            raise SettingsError(message)
        return self._held[name]
