import datetime as dt
from collections.abc import Callable

import pytest

from send_metrics import Period
from send_metrics.records.tables import SCHEMAS
from tests.spec.drawing import ENGINES, Engine, records_of, roles_of

Spec = Callable[..., None]


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.fixture
def spec(engine: Engine) -> Spec:
    """Assert who counts, by the id in the column `row` of a drawing."""

    def check(
        drawing: str,
        kpi: str,
        *,
        table: str = "ehc_requests",
        period: Period | None = None,
        as_at: dt.date | None = None,
        numerator: set[str] = frozenset(),  # type: ignore[assignment]
        denominator: set[str] | None = None,
        excluded: set[str] = frozenset(),  # type: ignore[assignment]
        undetermined: set[str] = frozenset(),  # type: ignore[assignment]
        **others: str,
    ) -> None:
        records = records_of(engine, **{table: drawing}, **others)
        key = SCHEMAS[table].key[0]
        roles = roles_of(records, kpi, period=period, as_at=as_at, key=key)

        def having(*names: str) -> set[str]:
            return {row for row, role in roles.items() if role in names}

        assert having("numerator") == set(numerator)
        if denominator is not None:
            assert having("numerator", "denominator only") == set(denominator)
        assert having("excluded") == set(excluded)
        assert having("undetermined") == set(undetermined)

    return check
