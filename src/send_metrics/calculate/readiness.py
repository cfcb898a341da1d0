"""Which figures can be computed from the records at hand, and what the others lack."""

from collections.abc import Sequence

from attrs import frozen

from send_metrics.calculate.availability import why_unavailable
from send_metrics.kpis.catalogue import catalogue
from send_metrics.kpis.definition import Definition
from send_metrics.records.records import Records


@frozen
class Readiness:
    """Whether one KPI can be computed; *lacks* says why not."""

    kpi: Definition
    lacks: str | None

    @property
    def ready(self) -> bool:
        """Whether it can be computed."""
        return self.lacks is None


def readiness(records: Records) -> Sequence[Readiness]:
    """Return for every KPI whether these records can give it, and if not, why."""
    return [Readiness(kpi, why_unavailable(kpi, records)) for kpi in catalogue()]
