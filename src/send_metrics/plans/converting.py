"""Plans into plain data and back, each fault told with its path."""

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin

import attrs
import cattrs
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from send_metrics.domain.plan import Plan, When
from send_metrics.errors import PlanError, UsageError

_SHOWN = 3
_A_KEY = r"[\w-]{1,40}"

Hook = Callable[[Any, Any], Any]


def plan_of(data: object) -> Plan:
    """Return the plan that plain data describe.

    Raises:
        PlanError: a key is unknown or missing, or a value is not what it should be. The
            message gives the path of the first three faults, and repeats no value.
    """
    try:
        return _converter().structure(data, Plan)
    except (BaseValidationError, UsageError) as error:
        faults = list(dict.fromkeys(_faults(error, "plan")))
    more = len(faults) - _SHOWN
    message = "; ".join(faults[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
    raise PlanError(message)


def data_of(plan: Plan) -> dict[str, Any]:
    """Return a plan as text, numbers, days, lists and mappings.

    What a plan does not say is left out.
    """
    data: dict[str, Any] = _converter().unstructure(plan)
    return data


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(
        forbid_extra_keys=True,
        omit_if_default=True,
        unstruct_collection_overrides={tuple: list},
    )
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _whole_number)
    converter.register_structure_hook(Decimal, _number)
    converter.register_structure_hook(dt.date, _day)
    converter.register_structure_hook_func(_is_choice, _choice)
    converter.register_structure_hook_factory(_made_of(tuple), _list_hook(converter))
    converter.register_structure_hook_factory(
        _made_of(Mapping), _mapping_hook(converter)
    )
    converter.register_structure_hook_factory(attrs.has, _entity_hook(converter))
    converter.register_structure_hook(When, _when)
    converter.register_unstructure_hook(Decimal, _shortest)
    converter.register_unstructure_hook(When, _as_written)
    return converter


def _text(value: object, _kind: object) -> str:
    if not isinstance(value, str):
        message = "must be text, in quotes"
        raise UsageError(message)
    if re.search("[\ud800-\udfff]", value):
        message = "has half of a character; type it again"
        raise UsageError(message)
    return value


def _whole_number(value: object, _kind: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        message = "must be a whole number, without quotes"
        raise UsageError(message)
    return value


def _number(value: object, _kind: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        message = "must be a number, without quotes"
        raise UsageError(message)
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _day(value: object, _kind: object) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    message = "must be a day of the calendar, written 2024-09-30"
    raise UsageError(message)


def _when(value: object, _kind: object) -> When:
    if isinstance(value, Mapping):
        if not set(value) <= {"on", "said"} or "on" not in value:
            message = (
                'must be a date, or { on = "2025-04-01..2025-12-31", said = "..." }'
            )
            raise UsageError(message)
        said = value.get("said")
        when = _when(value["on"], When)
        return attrs.evolve(when, said=None if said is None else _text(said, str))
    if isinstance(value, dt.date):
        return When.day(_day(value, dt.date))
    try:
        return When.of(_text(value, str))
    except UsageError:
        message = (
            'must be a date: "2024-09-30", "2024-09", "2024-Q3", "CY2024", "AY2024/25",'
            ' "FY2024/25" or "2025-04-01..2025-12-31"'
        )
        raise UsageError(message) from None


def _is_choice(kind: object) -> bool:
    return get_origin(kind) is Literal


def _choice(value: object, kind: object) -> object:
    if value not in get_args(kind):
        message = f"must be one of: {', '.join(get_args(kind))}"
        raise UsageError(message)
    return value


def _made_of(origin: Any) -> Callable[[Any], bool]:
    return lambda kind: bool(get_origin(kind) is origin)


def _list_hook(converter: cattrs.Converter) -> Callable[[Any], Hook]:
    def hook(kind: Any) -> Hook:
        one = get_args(kind)[0]

        def structure(value: object, _kind: object) -> tuple[Any, ...]:
            if not isinstance(value, list | tuple):
                message = "must be a list, in square brackets"
                raise UsageError(message)
            return tuple(converter.structure(value, list[one]))  # type: ignore[valid-type]

        return structure

    return hook


def _mapping_hook(converter: cattrs.Converter) -> Callable[[Any], Hook]:
    def hook(kind: Any) -> Hook:
        to = get_args(kind)

        def structure(value: object, _kind: object) -> dict[Any, Any]:
            _must_be_a_table(value)
            return converter.structure(value, dict[to[0], to[1]])  # type: ignore[valid-type]

        return structure

    return hook


def _entity_hook(converter: cattrs.Converter) -> Callable[[Any], Hook]:
    def hook(kind: Any) -> Hook:
        read = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)

        def structure(value: object, _kind: object) -> object:
            _must_be_a_table(value)
            return read(value, kind)  # type: ignore[arg-type]

        return structure

    return hook


def _must_be_a_table(value: object) -> None:
    if not isinstance(value, Mapping):
        message = "must be a table of keys and values"
        raise UsageError(message)


def _shortest(value: Decimal) -> int | float:
    """Return a figure as a number whose shortest writing is the figure itself."""
    return int(value) if value == int(value) else float(value)


def _as_written(when: When) -> object:
    on = when.first if when.precision == "day" else str(when)
    return on if when.said is None else {"on": on, "said": when.said}


def _faults(error: BaseException, path: str) -> Iterator[str]:
    """Yield every fault in an error of cattrs, each beginning with its path."""
    if isinstance(error, BaseValidationError):
        # A key that is misspelt is missing as well; the spelling is what to mend.
        for inner in sorted(error.exceptions, key=_is_about_a_value):
            yield from _faults(inner, path + _step(inner))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [a.name for a in attrs.fields(error.cl)]
        for key in sorted(map(str, error.extra_fields)):
            yield _unknown(path, key, known)
    elif isinstance(error, KeyError):
        yield f"{path} is missing"
    elif isinstance(error, UsageError):
        says = str(error)
        yield (
            f"{path} {says}"
            if says.startswith(("must ", "has "))
            else f"{path}: {says}"
        )
    else:
        yield f"{path} cannot be understood"


def _is_about_a_value(error: BaseException) -> bool:
    return not isinstance(error, ForbiddenExtraKeysError)


def _step(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return f".{note.name}"
        if isinstance(note, IterableValidationNote):
            place = note.index
            return f"[{place}]" if isinstance(place, int) else ""
    return ""


def _unknown(path: str, key: str, known: list[str]) -> str:
    named = key if re.fullmatch(_A_KEY, key) else "a key that is no plain word"
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}" if near else f"there are {', '.join(known)}"
    return f"{path}.{named} is not understood; {hint}"
