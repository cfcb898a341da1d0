"""The TOML files that name a service and the schools to read."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import cattrs
from attrs import field, frozen
from cattrs.errors import ForbiddenExtraKeysError

from send_metrics.adapters.delimited import is_urn
from send_metrics.errors import SourceError
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import PHASES

LARGEST_BYTES = 1_000_000
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost"})
_KEYS = (
    "base, token, first_on, last_on, include,"
    " and id, urn, phase, authority of each [[school]]"
)

Written = TypeVar("Written")


@frozen
class School:
    """One school: its id within the service, its URN, and what describes it."""

    id: str
    urn: str
    phase: str = UNKNOWN
    authority: str = UNKNOWN

    @property
    def is_described(self) -> bool:
        """Whether more is said of it than its names."""
        return (self.phase, self.authority) != (UNKNOWN, UNKNOWN)


@frozen
class Schools:
    """The schools of a folder of saved pages."""

    school: list[School] = field(factory=list)


@frozen
class Service:
    """Where to ask, for which schools, and for marks of which days.

    *token* is the name of a token, never the token itself.
    """

    base: str
    first_on: dt.date
    school: list[School]
    last_on: dt.date | None = None
    token: str = "wonde"  # noqa: S105 - it is only the name of one
    include: list[str] = field(factory=lambda: ["extended_details", "sen_needs"])


def load_service(path: Path) -> Service:
    """Read the file that names a service.

    Raises:
        SourceError: it is no TOML, or something in it is missing, unknown or wrong.
    """
    service = _loaded(path, Service)
    if not _is_safe(service.base):
        message = (
            f"{path.name}: base must be an address that begins with https://, without a"
            " name, a question mark or a token in it"
        )
        raise SourceError(message)
    if service.last_on is not None and service.last_on < service.first_on:
        message = f"{path.name}: last_on lies before first_on; correct one of them"
        raise SourceError(message)
    if not service.school:
        message = f"{path.name}: names no [[school]]; add at least one"
        raise SourceError(message)
    _check_schools(service.school, path.name)
    return service


def load_schools(path: Path) -> list[School]:
    """Read the file that describes the schools of a folder.

    Raises:
        SourceError: it is no TOML, or something in it is missing, unknown or wrong.
    """
    schools = _loaded(path, Schools).school
    _check_schools(schools, path.name)
    return schools


def _is_safe(base: str) -> bool:
    """Return whether a token may be sent to an address."""
    try:
        address = urlsplit(base)
        plain = (address.username, address.password) == (None, None)
        plain = plain and not (address.query or address.fragment)
        # A port that is none is found only when it is asked for.
        reachable = bool(address.hostname) and address.port != 0
    except ValueError:
        return False
    encrypted = address.scheme == "https"
    nearby = address.scheme == "http" and address.hostname in _THIS_MACHINE
    return plain and reachable and (encrypted or nearby)


def _check_schools(schools: list[School], file: str) -> None:
    for number, school in enumerate(schools, start=1):
        wrong = None
        if not (school.id.isascii() and school.id.isalnum()):
            wrong = "an id made of letters and digits"
        elif not is_urn(school.urn):
            wrong = "a urn of six digits"
        elif school.phase not in PHASES:
            wrong = "one of these phases: " + ", ".join(sorted(PHASES))
        if wrong:
            message = f"{file}: school {number} needs {wrong}"
            raise SourceError(message)
    for name in ("id", "urn"):
        if len({getattr(school, name) for school in schools}) < len(schools):
            message = f"{file}: two schools have the same {name}; name each once"
            raise SourceError(message)


def _loaded(path: Path, kind: type[Written]) -> Written:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_structure_hook(str, lambda value, _: _of_type(value, str))
    converter.register_structure_hook(
        dt.date, lambda value, _: _of_type(value, dt.date)
    )
    try:
        if path.stat().st_size > LARGEST_BYTES:
            message = f"{path.name}: the file is too large to name schools in"
            raise SourceError(message)
        return converter.structure(tomllib.loads(path.read_text("utf-8")), kind)
    except OSError as error:
        message = f"{path.name}: cannot be opened ({type(error).__name__})"
        raise SourceError(message) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        message = f"{path.name}: the file is not valid TOML in UTF-8"
        raise SourceError(message) from None
    except ForbiddenExtraKeysError as error:
        unknown = ", ".join(sorted(error.extra_fields))
        message = f"{path.name}: {unknown} is not understood; there are {_KEYS}"
        raise SourceError(message) from None
    except (KeyError, TypeError, ValueError):
        message = (
            f"{path.name}: a key is missing or of the wrong type; there are {_KEYS}"
        )
        raise SourceError(message) from None


def _of_type(value: Any, kind: type[Written]) -> Written:
    if type(value) is not kind:
        message = "of another type"
        raise TypeError(message)
    return value
