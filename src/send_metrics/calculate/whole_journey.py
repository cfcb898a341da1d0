"""The whole journey of children through the services of a route, followed by person."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

from attrs import evolve, frozen

from send_metrics.calculate.calculate import calculate
from send_metrics.calculate.figure import Figure, Figures
from send_metrics.calculate.lengths import FEWEST, Lengths, lengths_of
from send_metrics.domain.period import Period
from send_metrics.domain.rounding import percentage
from send_metrics.kpis.definition import Waits
from send_metrics.kpis.journeys import (
    STAGES_TO_FIRST_CONTACT,
    STAGES_TO_OUTCOME,
    TO_FIRST_CONTACT,
    TO_OUTCOME,
    along,
)
from send_metrics.records.records import Records
from send_metrics.records.tables import AFTER_CONTACT

Until = Literal["first contact", "outcome"]
"""Where a journey ends: with the first contact with its last service, or the outcome."""

_ENDS: tuple[Until, ...] = ("first contact", "outcome")
_WHOLES = (TO_FIRST_CONTACT, TO_OUTCOME)
_STAGES = (STAGES_TO_FIRST_CONTACT, STAGES_TO_OUTCOME)


@frozen
class Stage:
    """One stage of the journeys that were finished.

    *percent_of_days* is how many of a hundred of all their days were of this stage,
    missing where there are too few children.
    """

    stage: str
    lengths: Lengths
    percent_of_days: int | None


@frozen
class Journey:
    """The journeys that ended in the period, and what each stage adds to them.

    *undetermined* ones ended too, but lack a day, or a referral to some service of the
    route. *figures* are what is told, exact: those of parts of an area, with no child in
    two, merge to those of the whole.
    """

    until: Until
    lengths: Lengths
    stages: tuple[Stage, ...]
    undetermined: int
    figures: Figures

    def to_dict(self) -> dict[str, Any]:
        """Return what is told as plain data, without the exact figures."""
        return {
            "until": self.until,
            **self.lengths.to_dict(),
            "stages": [
                {
                    "stage": stage.stage,
                    **stage.lengths.to_dict(),
                    "percent_of_days": stage.percent_of_days,
                }
                for stage in self.stages
            ],
            "undetermined": self.undetermined,
        }


@frozen
class WholeJourney:
    """The whole journey through *services*, of the children who finished it.

    *to_outcome* is missing where the source tells no outcomes of the last service. Where
    nobody could be followed through several services, *sum_of_medians_weeks* adds up the
    medians of each instead, which is no median and is told as a sum.
    """

    services: tuple[str, ...]
    to_first_contact: Journey
    to_outcome: Journey | None
    sum_of_medians_weeks: int | None = None

    @property
    def is_followed(self) -> bool:
        """Whether any child was followed from the first referral to the end."""
        journeys = (self.to_first_contact, self.to_outcome)
        return any(journey and journey.lengths.children for journey in journeys)

    def or_sum_of(self, medians_weeks: Sequence[int | None]) -> "WholeJourney":
        """Return the same, with the medians added up if nobody could be followed."""
        known = [weeks for weeks in medians_weeks if weeks is not None]
        is_sum = len(self.services) > 1 and len(known) == len(medians_weeks)
        if self.is_followed or not is_sum:
            return self
        return evolve(self, sum_of_medians_weeks=sum(known))

    def to_dict(self) -> dict[str, Any]:
        """Return the journey as plain data."""
        outcome = self.to_outcome
        return {
            "services": list(self.services),
            "to_first_contact": self.to_first_contact.to_dict(),
            "to_outcome": None if outcome is None else outcome.to_dict(),
            "sum_of_medians_weeks": self.sum_of_medians_weeks,
        }


def whole_journey(
    records: Records, services: Sequence[str], period: Period
) -> WholeJourney:
    """Return the journeys through *services*, in order, that ended in the period.

    Where the source cannot tell of them, the figures say why instead.

    Raises:
        UsageError: no service is named, or one is named twice.
    """
    on_it = records.along(*services)
    wholes = calculate(_along(_WHOLES, on_it), on_it, period=period)
    ended = any(figure.count or figure.undetermined for figure in wholes)
    # Where no journey ended there are no stages, and their rows need not be made.
    stages = (
        calculate(_along(_STAGES, on_it), on_it, period=period, by="stage")
        if ended
        else Figures(())
    )
    to_contact, to_outcome = (
        _journey(on_it.route, until, whole, stages.where(partial(_is_of, stage)))
        for until, whole, stage in zip(_ENDS, wholes, _STAGES, strict=True)
    )
    tells = to_outcome.lengths.children or to_outcome.undetermined
    return WholeJourney(on_it.route, to_contact, to_outcome if tells else None)


def _along(journeys: Sequence[Waits], records: Records) -> list[Waits]:
    return [along(journey, *records.route) for journey in journeys]


def _is_of(kpi: Waits, figure: Figure) -> bool:
    return figure.kpi.id == kpi.id


def _journey(
    route: tuple[str, ...], until: Until, figure: Figure, by_stage: Figures
) -> Journey:
    held = {found.by["stage"]: found for found in by_stage if found.by}
    days = sum(_days(found) for found in held.values())
    named = [name for name in (*route, AFTER_CONTACT) if name in held]
    return Journey(
        until=until,
        lengths=lengths_of(figure),
        stages=tuple(_stage(name, held[name], days) for name in named),
        undetermined=figure.undetermined,
        figures=Figures((figure, *by_stage)),
    )


def _stage(name: str, figure: Figure, all_days: int) -> Stage:
    percent = None
    if figure.count >= FEWEST and all_days:
        percent = int(percentage(_days(figure), all_days, 0))
    return Stage(name, lengths_of(figure), percent)


def _days(figure: Figure) -> int:
    return sum(days * children for days, children in figure.state.spread.items())
