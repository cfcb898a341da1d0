"""What local codes mean: as a ``codes.toml`` beside the referrals declares it."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import cattrs
from attrs import field, fields_dict, frozen
from cattrs.errors import ForbiddenExtraKeysError

from send_metrics.adapters.submissions.data_set import (
    ATTENDANCE_CODES,
    MECHANISM_CODES,
)
from send_metrics.domain.contacts import ATTENDANCE, MECHANISMS
from send_metrics.errors import SourceError

FILE_NAME = "codes.toml"
SUSPECTED_AUTISM = "suspected_autism"
REASON_ALIASES = dict.fromkeys(
    (
        "25",  # referral reason "Suspected autism" of MHSDS
        "suspected autism",
        SUSPECTED_AUTISM,
        "autism",
        "asd",
        "suspected asd",
    ),
    SUSPECTED_AUTISM,
)
"""Ways to write a reason, in lower case, and what each becomes."""


@frozen
class Codes:
    """Local codes and what each becomes, table by table, as the file has them.

    What is not declared stays as it is written.
    """

    services: dict[str, str] = field(factory=dict)
    reasons: dict[str, str] = field(factory=dict)
    close_reasons: dict[str, str] = field(factory=dict)
    attendance: dict[str, str] = field(factory=dict)
    mechanisms: dict[str, str] = field(factory=dict)

    @property
    def service(self) -> Callable[[str], str]:
        """What a service is called."""
        return _reading(self.services)

    @property
    def reason(self) -> Callable[[str], str]:
        """What a reason for referral is called; some are known without being declared."""
        return _reading({**REASON_ALIASES, **self.reasons})

    @property
    def close_reason(self) -> Callable[[str], str]:
        """What a reason for closing is called."""
        return _reading(self.close_reasons)

    @property
    def attended(self) -> Mapping[str, str]:
        """Every way to write what became of a contact, in upper case."""
        return _upper({name: name for name in ATTENDANCE} | ATTENDANCE_CODES) | _upper(
            self.attendance
        )

    @property
    def came_about(self) -> Mapping[str, str]:
        """Every way to write how a contact came about, in upper case."""
        return _upper({name: name for name in MECHANISMS} | MECHANISM_CODES) | _upper(
            self.mechanisms
        )


def codes_beside(referrals: Path) -> Codes:
    """Return the codes declared in the folder of the referrals; else none.

    Raises:
        SourceError: the file cannot be understood; the message names it and the key.
    """
    file = referrals.parent / FILE_NAME
    if not file.is_file():
        return Codes()
    if file.resolve().parent != referrals.parent.resolve():
        _refuse("leads out of the folder; copy it there")
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        _refuse(f"cannot be opened ({type(error).__name__})")
    except UnicodeDecodeError:
        _refuse("is not UTF-8 text; save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        _refuse(f"is not valid TOML: {error}")
    codes = _structured(written)
    for key, allowed in (("attendance", ATTENDANCE), ("mechanisms", MECHANISMS)):
        if not set(getattr(codes, key).values()) <= allowed:
            message = f"translates {key} into other than {', '.join(sorted(allowed))}"
            _refuse(message)
    return codes


def _structured(written: dict[str, Any]) -> Codes:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_structure_hook(str, _only_text)
    try:
        return converter.structure(written, Codes)
    except ForbiddenExtraKeysError as error:
        unknown = ", ".join(sorted(error.extra_fields))
        known = ", ".join(fields_dict(Codes))
        _refuse(f"has a table that is not understood: {unknown}; there are {known}")
    except (KeyError, TypeError, ValueError, AttributeError):
        _refuse('has something other than lines like "OUR CODE" = "name" in its tables')


def _only_text(value: object, _type: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value


def _refuse(what: str) -> NoReturn:
    message = f"{FILE_NAME} {what}"
    raise SourceError(message) from None


def _reading(names: Mapping[str, str]) -> Callable[[str], str]:
    folded = {code.casefold(): name for code, name in names.items()}
    return lambda written: folded.get(written.casefold(), written)


def _upper(names: Mapping[str, str]) -> dict[str, str]:
    return {code.upper(): name for code, name in names.items()}
