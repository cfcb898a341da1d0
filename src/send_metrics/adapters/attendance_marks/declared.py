"""The layout that a ``layout.toml`` beside the marks declares."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import cattrs
from attrs import evolve, field, fields_dict, frozen
from cattrs.errors import ForbiddenExtraKeysError

from send_metrics.adapters.attendance_marks.layouts import (
    GENERIC,
    SESSIONS_OF_A_WEEK,
    Layout,
    MarkString,
    Week,
)
from send_metrics.adapters.attendance_marks.presets import CODE_SETS, PRESETS
from send_metrics.adapters.attendance_marks.rules import (
    MARKS_COLUMNS,
    SESSIONS,
)
from send_metrics.adapters.declaring import exactly, toml_of
from send_metrics.adapters.delimited import is_urn
from send_metrics.adapters.delimited.values import DAY_FIRST, ISO, ISO_MOMENT
from send_metrics.domain.attendance_codes import ATTENDANCE_CODES
from send_metrics.errors import SourceError

FILE_NAME = "layout.toml"
_FORMS = {"iso": ISO, "iso moment": ISO_MOMENT, "day first": DAY_FIRST}
_DAYS = {"weekdays": False, "every day": True}
_KINDS = ("long", "week", "string")
_CODES = {entry.code for entry in ATTENDANCE_CODES}
_WIDEST_CODE = 3


@frozen
class _Declared:
    """What the file may hold, as it is written there."""

    preset: str | None = None
    layout: str | None = None
    dates: str | None = None
    days: str | None = None
    separator: str | None = None
    width: int = 0
    school_urn: str | None = None
    code_set: str | None = None
    columns: dict[str, str | list[str]] = field(factory=dict)
    cells: dict[str, str] = field(factory=dict)
    sessions: dict[str, str] = field(factory=dict)
    codes: dict[str, str] = field(factory=dict)
    schools: dict[str, str] = field(factory=dict)


def layout_beside(marks: Path) -> Layout:
    """Return the layout declared in the folder of a file of marks; else the generic one.

    Raises:
        SourceError: the file cannot be understood; the message names it and the key.
    """
    file = marks.parent / FILE_NAME
    if not file.is_file():
        return GENERIC
    if file.resolve().parent != marks.parent.resolve():
        _refuse("leads out of the folder; copy it there")
    return _layout(_structured(toml_of(file)))


def _refuse(what: str) -> NoReturn:
    message = f"{FILE_NAME} {what}"
    raise SourceError(message) from None


def _structured(written: dict[str, Any]) -> _Declared:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_structure_hook(str, exactly(str))
    converter.register_structure_hook(int, exactly(int))
    converter.register_structure_hook(str | list[str], _name_or_names)
    try:
        return converter.structure(written, _Declared)
    except ForbiddenExtraKeysError as error:
        unknown = ", ".join(sorted(error.extra_fields))
        known = ", ".join(fields_dict(_Declared))
        message = f"has a key that is not understood: {unknown}; there are {known}"
        _refuse(message)
    except (KeyError, TypeError, ValueError, AttributeError):
        tables = "columns, cells, sessions, codes and schools are tables of text"
        message = (
            f"has a value of the wrong type: width is a number, {tables}, the rest text"
        )
        _refuse(message)


def _name_or_names(value: object, _type: object) -> object:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise TypeError
    return value


def _layout(declared: _Declared) -> Layout:
    if declared.preset is not None and declared.layout is not None:
        _refuse("names a preset and a layout; keep one of them")
    preset = PRESETS[_among("preset", declared.preset or GENERIC.name, PRESETS)]
    kind = _among("layout", declared.layout or _kind(preset.layout), _KINDS)
    for key, reason in preset.asks_for.items():
        if not any(getattr(declared, name) for name in key.split(" or ")) and not (
            key == "school_urn" and "school_urn" in declared.columns
        ):
            message = f"needs {key} for the preset {preset.layout.name}: {reason}"
            _refuse(message)
    columns = _columns(declared, preset.layout, kind)
    return evolve(
        preset.layout,
        name=preset.layout.name if declared.preset else f"a {kind} one, declared",
        columns=columns,
        shape=_shape(declared, preset.layout, kind),
        dates=_FORMS[_among("dates", declared.dates, _FORMS)]
        if declared.dates
        else preset.layout.dates,
        sessions=_sessions(declared),
        codes=_codes(declared, preset.layout),
        schools=_schools(declared),
        school_urn=declared.school_urn,
    )


def _kind(layout: Layout) -> str:
    if isinstance(layout.shape, Week):
        return "week"
    return "long" if "session" in layout.columns else "string"


def _columns(
    declared: _Declared, layout: Layout, kind: str
) -> dict[str, tuple[str, ...]]:
    given = {
        ours: tuple(theirs) if isinstance(theirs, list) else (theirs,)
        for ours, theirs in declared.columns.items()
    }
    known = set(layout.columns) | set(MARKS_COLUMNS)
    if unknown := sorted(set(given) - known):
        there_are = f"there are {', '.join(sorted(known))}"
        _refuse(f"has columns for {', '.join(unknown)}; {there_are}")
    columns = {**layout.columns, **given}
    unused = {"week": {"session", "code"}, "string": {"session"}, "long": set()}[kind]
    if wrong := sorted(unused & set(given)):
        message = f"has columns for {', '.join(wrong)}, which a {kind} layout has not"
        _refuse(message)
    if declared.school_urn is not None and "school_urn" not in given:
        unused = unused | {"school_urn"}
    return {ours: theirs for ours, theirs in columns.items() if ours not in unused}


def _shape(declared: _Declared, layout: Layout, kind: str) -> Week | MarkString | None:
    if declared.cells and kind != "week":
        _refuse("has cells, which only a week layout has")
    if (declared.days or declared.separator or declared.width) and kind != "string":
        _refuse("has days, separator or width, which only a string layout has")
    if kind == "week":
        for name in declared.cells:
            _among("cells", name, SESSIONS_OF_A_WEEK)
        held = layout.shape.cells if isinstance(layout.shape, Week) else Week().cells
        named = dict(zip(SESSIONS_OF_A_WEEK, held, strict=True)) | declared.cells
        return Week(tuple(named[name] for name in SESSIONS_OF_A_WEEK))
    if kind == "string":
        return _string(declared)
    return None


def _string(declared: _Declared) -> MarkString:
    if declared.days is None:
        message = f"needs days for a string layout: {' or '.join(_DAYS)}"
        _refuse(message)
    has_weekends = _DAYS[_among("days", declared.days, _DAYS)]
    if bool(declared.separator) == bool(declared.width):
        message = (
            "needs either separator or width for a string layout; width = 1 says that"
            " there is no code of two characters in it"
        )
        _refuse(message)
    if not 0 <= declared.width <= _WIDEST_CODE:
        message = f"has a width that no code has; use 1 to {_WIDEST_CODE}"
        _refuse(message)
    return MarkString(has_weekends, declared.separator or None, declared.width)


def _sessions(declared: _Declared) -> dict[str, str]:
    for session in declared.sessions.values():
        if session not in SESSIONS:
            _refuse("translates sessions into something other than AM and PM")
    own = {word.upper(): session for word, session in declared.sessions.items()}
    return own or dict(SESSIONS)


def _codes(declared: _Declared, layout: Layout) -> dict[str, str]:
    if any(code not in _CODES for code in declared.codes.values()):
        _refuse("translates codes into something that is no attendance code")
    code_set: Mapping[str, str] = {}
    if declared.code_set is not None:
        code_set = CODE_SETS[_among("code_set", declared.code_set, CODE_SETS)]
    return {**layout.codes, **code_set, **declared.codes}


def _schools(declared: _Declared) -> dict[str, str]:
    constant = [] if declared.school_urn is None else [declared.school_urn]
    if not all(map(is_urn, [*constant, *declared.schools.values()])):
        _refuse("names a school by something other than a URN of six digits")
    if constant and (declared.schools or "school_urn" in declared.columns):
        message = "gives school_urn for all rows and also a column or schools; keep one"
        _refuse(message)
    return declared.schools


def _among(key: str, value: str, known: Iterable[str]) -> str:
    if value not in known:
        message = (
            f"has a value of {key} that is not known; there are {', '.join(known)}"
        )
        _refuse(message)
    return value
