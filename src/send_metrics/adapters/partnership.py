"""A partnership file: which sources a partnership has, and how each is read."""

from pathlib import Path
from typing import Any, get_args

import cattrs
from attrs import field, frozen
from cattrs.errors import ForbiddenExtraKeysError

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.plugins import Adapters
from send_metrics.domain.period import Period
from send_metrics.domain.period_text import parse_period
from send_metrics.domain.periods import Cadence
from send_metrics.domain.plan.fields import at_least
from send_metrics.domain.school_terms import AuthorityTerms
from send_metrics.domain.terms_file import read_terms
from send_metrics.domain.text_files import text_of_file, toml_of_text
from send_metrics.errors import SettingsError, UsageError

_MOST_MIB = 1


@frozen
class Delivery:
    """When data are due: so many days after each period of a cadence has ended."""

    every: Cadence
    within_days: int = field(validator=at_least(0))


@frozen
class Source:
    """One source: the name of its adapter, and its path beside the partnership file.

    *organisation* delivers it, and *delivery* says when it is due. *covers* are the days
    that it tells of, where it does not say so itself.
    """

    adapter: str
    path: str
    organisation: str | None = None
    covers: Period | None = None
    delivery: Delivery | None = None


@frozen
class Partnership:
    """A partnership's name, plan and sources, as its TOML file states them.

    The plan is the path of an improvement plan beside the partnership file, *runs* that
    of the record that the dashboard keeps of its own runs, and *terms* that of the dates
    of the authority's school terms.
    """

    name: str
    plan: str | None = None
    runs: str | None = None
    terms: str | None = None
    sources: list[Source] = field(factory=list)


def load_partnership(file: str | Path) -> Partnership:
    """Read a partnership file.

    Raises:
        SettingsError: the file is missing or too large, is not TOML, or has a key that
            is unknown or of the wrong type; the message names it.
    """
    place = Path(file)
    text = text_of_file(
        place,
        SettingsError,
        most_mib=_MOST_MIB,
        larger="no partnership file is",
        name_instead="a TOML file",
    )
    return _structured(toml_of_text(text, place.name, SettingsError), place.name)


def sources_of_partnership(
    file: str | Path, adapters: Adapters
) -> list[tuple[Adapter, Path]]:
    """Return the adapter and the path of every source of a partnership file.

    Raises:
        SettingsError: the file cannot be understood, or names no source.
        AdapterError: there is no such adapter.
    """
    partnership = load_partnership(file)
    if not partnership.sources:
        message = f"{Path(file).name} names no [[source]]; add at least one"
        raise SettingsError(message)
    folder = Path(file).parent
    return [
        (adapters.named(source.adapter), folder / source.path)
        for source in partnership.sources
    ]


def terms_of_partnership(file: str | Path) -> AuthorityTerms | None:
    """Return the school terms that a partnership file names; nothing if it names none.

    Raises:
        SettingsError: the file, or that of the terms, cannot be understood.
    """
    terms = load_partnership(file).terms
    return None if terms is None else read_terms(Path(file).parent / terms)


_KEYS = (
    "there are name, plan, runs and terms, adapter, path, organisation, covers and delivery"
    " under [[source]], and every and within_days in a delivery"
)


def _structured(written: dict[str, Any], file: str) -> Partnership:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _whole_number)
    converter.register_structure_hook(Period, _period)
    converter.register_structure_hook_func(lambda kind: kind == Cadence, _cadence)
    try:
        return converter.structure(
            {
                "name": written.pop("name"),
                "sources": written.pop("source", []),
                **written,
            },
            Partnership,
        )
    except ForbiddenExtraKeysError as error:
        unknown = ", ".join(sorted(error.extra_fields))
        message = f"{file} has a key that is not understood: {unknown}; {_KEYS}"
        raise SettingsError(message) from None
    except UsageError as error:
        message = f"{file}: {error}"
        raise SettingsError(message) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        message = (
            f"{file} needs a name, and for each [[source]] an adapter and a path,"
            " all as text, as are the paths of a plan, a record of runs and terms; a"
            ' delivery is { every = "month", within_days = 10 }'
        )
        raise SettingsError(message) from None


def _text(value: object, _type: object) -> str:
    if not isinstance(value, str):
        message = "not text"
        raise TypeError(message)
    return value


def _whole_number(value: object, _type: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        message = "not a whole number"
        raise TypeError(message)
    return value


def _cadence(value: object, _type: object) -> str:
    if value not in get_args(Cadence):
        message = f"every is one of {', '.join(get_args(Cadence))}"
        raise UsageError(message)
    return str(value)


def _period(value: object, _type: object) -> Period:
    return parse_period(_text(value, str))
