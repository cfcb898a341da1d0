"""Any plan that the entities allow, made from their own annotations."""

import datetime as dt
import types
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin

import attrs
from hypothesis import strategies as st

from send_metrics.domain.plan import Plan, When
from send_metrics.domain.plan.fields import ID_PATTERN, REFERS_TO

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
# Few, so that links lead somewhere often, and two entities share an id now and then.
FEW_IDS = st.sampled_from(("one", "two"))
UNITS = st.sampled_from(("percent", "days", "people or attendances"))
WORDS = st.text(max_size=12).filter(str.strip)
FIGURES = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**9), 10**9),
    st.integers(0, 12),
)


@st.composite
def dates(draw: st.DrawFn) -> When:
    year = draw(st.integers(1900, 2198))
    month = draw(st.integers(1, 12))
    pair = f"{year}/{(year + 1) % 100:02d}"
    first, last = sorted((draw(DAYS), draw(DAYS)))
    text = draw(
        st.sampled_from(
            (
                f"{year}-{month:02d}",
                f"{year}-Q{(month + 2) // 3}",
                f"CY{year}",
                f"AY{pair}",
                f"FY{pair}",
                f"{first}..{last}",
                f"{first}",
            )
        )
    )
    return When.of(text, said=draw(st.none() | WORDS))


def _of(kind: Any) -> st.SearchStrategy[Any]:
    plain = {
        str: WORDS,
        int: st.integers(1, 10**6),
        Decimal: FIGURES,
        dt.date: DAYS,
        When: dates(),
    }
    if kind in plain:
        return plain[kind]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in (Union, types.UnionType):
        return st.none() | _of(next(part for part in parts if part is not type(None)))
    if origin is tuple:
        return st.lists(_of(parts[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(WORDS, WORDS, max_size=2)
    return any_of(kind)


def any_of(kind: type) -> st.SearchStrategy[Any]:
    """Return a strategy of entities of one kind."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for field in attrs.fields(kind):
        refers = field.metadata.get(REFERS_TO)
        if field.name == "id":
            fields[field.name] = FEW_IDS | st.from_regex(ID_PATTERN, fullmatch=True)
        elif field.name == "unit":
            fields[field.name] = UNITS | WORDS
        elif refers and field.default is None:
            fields[field.name] = st.none() | FEW_IDS
        elif refers:
            fields[field.name] = st.lists(FEW_IDS, max_size=2).map(tuple)
        else:
            fields[field.name] = _of(field.type)
    return st.builds(kind, **fields)


plans = any_of(Plan)
