import datetime as dt
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import pytest

from send_metrics import Definition, Period, calculate
from send_metrics.kpis.catalogue import edition_for
from tests.spec.drawing import ENGINES, Engine, records_of, roles_of
from tests.spec.examples import DRAWING_ONLY, Example, keep

Spec = Callable[..., None]
NOBODY: AbstractSet[str] = frozenset()


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.fixture
def spec(request: pytest.FixtureRequest, engine: Engine) -> Spec:
    """Assert who counts, by the id in the column `row` of a drawing.

    The drawing is of the table that the definition reads; other tables go by name.
    Where no denominator is given, it is the numerator; every other row is outside.
    """

    def check(
        drawing: str,
        kpi: str,
        *,
        period: Period | None = None,
        as_at: dt.date | None = None,
        numerator: AbstractSet[str] = NOBODY,
        denominator: AbstractSet[str] | None = None,
        excluded: Mapping[str, AbstractSet[str]] | None = None,
        undetermined: AbstractSet[str] = NOBODY,
        shows: str | None = None,
        **others: str,
    ) -> None:
        definition = edition_for(kpi, _moment(period, as_at))
        example = Example(
            kpi_id=kpi,
            edition=definition.edition,
            test=_sentence(request),
            note=request.function.__doc__ or "",
            tables={definition.table: drawing, **others},
            period=period,
            as_at=as_at,
            numerator=frozenset(numerator),
            denominator=frozenset(numerator if denominator is None else denominator),
            excluded={name: frozenset(ids) for name, ids in (excluded or {}).items()},
            undetermined=frozenset(undetermined),
            shows=shows,
        )
        keep(example)
        if not request.config.stash.get(DRAWING_ONLY, False):
            _assert_roles(example, engine, definition)

    return check


@pytest.fixture
def rate(request: pytest.FixtureRequest, engine: Engine) -> Spec:
    """Assert the sums of a rate whose parts are counted in several tables."""

    def check(
        kpi: str,
        *,
        period: Period,
        sums: tuple[int, int] | None = None,
        shows: str,
        because: str | None = None,
        **tables: str,
    ) -> None:
        example = Example(
            kpi_id=kpi,
            edition=edition_for(kpi, period).edition,
            test=_sentence(request),
            note=request.function.__doc__ or "",
            tables=tables,
            period=period,
            sums=sums,
            shows=shows,
            because=because,
        )
        keep(example)
        if not request.config.stash.get(DRAWING_ONLY, False):
            _assert_sums(example, engine)

    return check


def _moment(period: Period | None, as_at: dt.date | None) -> Period | dt.date:
    when = as_at or period
    assert when is not None, "a spec needs a period or a day"
    return when


def _sentence(request: pytest.FixtureRequest) -> str:
    name = request.function.__name__.removeprefix("test_").replace("_", " ")
    return f"{name[0].upper()}{name[1:]}"


def _assert_roles(example: Example, engine: Engine, kpi: Definition) -> None:
    records = records_of(engine, **example.tables)
    when: dict[str, Any] = {"period": example.period, "as_at": example.as_at}
    roles = roles_of(records, kpi, **when)

    def having(*roles_wanted: str) -> set[str]:
        return {row for row, (role, _) in roles.items() if role in roles_wanted}

    excluded: dict[str, set[str]] = {}
    for row, (role, reason) in roles.items():
        if role == "excluded":
            excluded.setdefault(reason.split(":")[0], set()).add(row)

    assert having("numerator") == example.numerator
    assert having("numerator", "denominator only") == example.denominator
    assert excluded == example.excluded
    assert having("undetermined") == example.undetermined
    if example.shows is not None:
        assert calculate(kpi, records, **when)[0].display == example.shows


def _assert_sums(example: Example, engine: Engine) -> None:
    records = records_of(engine, **example.tables)
    figure = calculate(example.kpi_id, records, period=example.period)[0]

    assert figure.missing_reason == example.because
    assert figure.display == example.shows
    if example.sums is not None:
        assert (figure.state.numerator, figure.state.denominator) == example.sums
