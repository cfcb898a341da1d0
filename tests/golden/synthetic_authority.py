"""A made-up SEN2 return whose figures are those of a table of published counts.

Every person of it stands for one count of the table, so that what is read back can be
held against the table. Nobody in it exists.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import count

from attrs import define, field

from send_metrics.domain.census_days import SEN2_CENSUS_DAYS

Counts = Mapping[str, int]

CEASE_REASONS = {
    "max_age": "1",
    "needs_met": "2",
    "he": "3",
    "employ": "4",
    "transfer": "5",
    "no_engage": "6",
    "moved_outside_eng": "7",
    "deceased": "8",
    "other": "9",
}
_BANDS = (
    ("plans_issued_within_20_weeks", "plans_issued_20_weeks_ex", (140, 139)),
    ("plans_issued_gt20weeks_ltYear", "plans_issued_gt20weeks_ltYear_ex", (141, 364)),
    ("plans_issued_gt_1_year", "plans_issued_gt_1_year_ex", (365, 400)),
)


@define
class SyntheticReturn:
    """The return of the January after a calendar year, made from that year's counts."""

    authority: str
    year: int
    counts: Counts
    _numbers: Iterator[int] = field(factory=lambda: count(1), init=False)

    def xml(self) -> str:
        """Return the whole message."""
        census = SEN2_CENSUS_DAYS[self.year + 1]
        people = "".join(
            (
                *self._requests(),
                *self._decided_from_the_year_before(),
                *self._timely(),
                *self._issued_beside_the_measure(),
                *self._not_issued(),
                *self._ceased(),
                *self._maintained(),
            )
        )
        return (
            "<Message><Header><CollectionDetails><Collection>SEN2</Collection>"
            f"<Year>{self.year + 1}</Year><ReferenceDate>{census}</ReferenceDate>"
            f"</CollectionDetails><Source><LEA>{self.authority}</LEA></Source></Header>"
            f"<Persons>{people}</Persons></Message>"
        )

    def _given(self, name: str) -> int:
        return self.counts.get(name, 0)

    def _person(self, request: str) -> str:
        number = next(self._numbers)
        return (
            f"<Person><Surname>Sample</Surname><UPN>A{self.authority}{number:09d}</UPN>"
            "<PersonBirthDate>2015-05-04</PersonBirthDate><Sex>M</Sex>"
            f"<Ethnicity>WBRI</Ethnicity><Requests>{request}</Requests></Person>"
        )

    def _requests(self) -> Iterator[str]:
        """Yield those who asked in the year, and what was decided so far."""
        received = dt.date(self.year, 6, 3)
        agreed = self._given("requests_decided_to_assess")
        refused = self._given("requests_decided_not_to_assess")
        late = self._given("request_outcome_over_6_weeks")
        mediated, appealed = _overlapping(
            self._given("mediation_related_request"),
            self._given("tribunal_related_request"),
            self._given("tribunal_after_mediation_request"),
        )
        housed = self._given("requests_rya")
        for place in range(refused + agreed):
            days = 43 if place < late else 42
            told = received + dt.timedelta(days=days)
            goes_on = place >= refused
            yield self._person(
                f"<ReceivedDate>{received}</ReceivedDate>"
                f"<RYA>{int(place < housed)}</RYA>"
                f"<RequestOutcomeDate>{told}</RequestOutcomeDate>"
                f"<RequestOutcome>{'Y' if goes_on else 'N'}</RequestOutcome>"
                f"<RequestMediation>{int(place in mediated)}</RequestMediation>"
                f"<RequestTribunal>{int(place in appealed)}</RequestTribunal>"
                + ("<Assessment><AssessmentOutcome>A</AssessmentOutcome></Assessment>")
                * goes_on
            )
        for outcome, name in (
            ("A", "requests_decision_not_made"),
            ("W", "requests_withdrawn"),
        ):
            for _ in range(self._given(name)):
                yield self._person(
                    f"<ReceivedDate>{received}</ReceivedDate><RYA>0</RYA>"
                    f"<RequestOutcome>{outcome}</RequestOutcome>"
                )

    def _decided_from_the_year_before(self) -> Iterator[str]:
        """Yield refusals of the year whose request came in the year before."""
        told = self._given("request_outcome_six_weeks") + self._given(
            "request_outcome_over_6_weeks"
        )
        asked = self._given("requests_decided_to_assess") + self._given(
            "requests_decided_not_to_assess"
        )
        for _ in range(told - asked):
            yield self._person(
                f"<ReceivedDate>{self.year - 1}-12-01</ReceivedDate><RYA>0</RYA>"
                f"<RequestOutcomeDate>{self.year}-01-12</RequestOutcomeDate>"
                "<RequestOutcome>N</RequestOutcome>"
                "<RequestMediation>0</RequestMediation>"
                "<RequestTribunal>0</RequestTribunal>"
            )

    def _timely(self) -> Iterator[str]:
        """Yield the plans of the measure of 20 weeks, band by band."""
        mediated, appealed = _overlapping(
            self._given("number_other_mediation"),
            self._given("number_other_tribunal"),
            self._given("number_other_mediation_tribunal"),
        )
        issued = dt.date(self.year, 12, 2)
        met = count()
        for name, without_exceptions, lengths in _BANDS:
            excepted = self._given(name) - self._given(without_exceptions)
            for place in range(self._given(name)):
                number = next(met)
                received = issued - dt.timedelta(days=lengths[place % 2])
                yield self._person(
                    f"<ReceivedDate>{received}</ReceivedDate>"
                    "<RequestOutcome>H</RequestOutcome>"
                    + _assessment(
                        "Y",
                        issued,
                        f"<Week20>{int(place < excepted)}</Week20>"
                        f"<OtherMediation>{int(number in mediated)}</OtherMediation>"
                        f"<OtherTribunal>{int(number in appealed)}</OtherTribunal>",
                        _plan(issued),
                    )
                    + "<ActivePlans/>"
                )

    def _issued_beside_the_measure(self) -> Iterator[str]:
        """Yield plans issued that are in no measure of time: their request has no day."""
        beside = self._given("assess_issued") - self._given("plans_issued_den")
        issued = dt.date(self.year, 12, 2)
        for _ in range(beside):
            yield self._person(
                "<RequestOutcome>H</RequestOutcome>"
                + _assessment("Y", issued, "<Week20>0</Week20>", _plan(issued))
                + "<ActivePlans/>"
            )

    def _not_issued(self) -> Iterator[str]:
        mediated, appealed = _overlapping(
            self._given("number_assess_mediation"),
            self._given("number_assess_tribunal"),
            self._given("number_asssess_mediation_tribunal"),
        )
        in_time = self._given("outcome_decision_within_time")
        told = dt.date(self.year, 12, 2)
        for place in range(self._given("assess_not_issued")):
            received = told - dt.timedelta(days=112 if place < in_time else 113)
            yield self._person(
                f"<ReceivedDate>{received}</ReceivedDate>"
                "<RequestOutcome>H</RequestOutcome>"
                + _assessment(
                    "N",
                    told,
                    f"<AssessmentMediation>{int(place in mediated)}"
                    "</AssessmentMediation>"
                    f"<AssessmentTribunal>{int(place in appealed)}</AssessmentTribunal>",
                    "",
                )
            )

    def _ceased(self) -> Iterator[str]:
        ceased = (
            f"<CeaseDate>{self.year}-08-31</CeaseDate><CeaseReason>{{}}</CeaseReason>"
        )
        for name, reason in CEASE_REASONS.items():
            for _ in range(self._given(name)):
                yield self._older_plan(ceased.format(reason))

    def _maintained(self) -> Iterator[str]:
        """Yield as many older plans as are needed beside those of the year."""
        new = max(self._given("assess_issued"), self._given("plans_issued_den"))
        for _ in range(self._given("total_ehc_plans") - new):
            yield self._older_plan("").replace(
                "</Requests>", "<ActivePlans/></Requests>"
            )

    def _older_plan(self, end: str) -> str:
        plan = _plan(dt.date(2019, 10, 7), end)
        return self._person(
            "<RequestOutcome>H</RequestOutcome><Assessment>"
            f"<AssessmentOutcome>H</AssessmentOutcome>{plan}</Assessment>"
        )


def _assessment(outcome: str, told: dt.date, flags: str, plan: str) -> str:
    return (
        f"<Assessment><AssessmentOutcome>{outcome}</AssessmentOutcome>"
        f"<AssessmentOutcomeDate>{told}</AssessmentOutcomeDate>{flags}{plan}</Assessment>"
    )


def _plan(started: dt.date, end: str = "") -> str:
    return f"<NamedPlan><StartDate>{started}</StartDate>{end}</NamedPlan>"


def _overlapping(first: int, second: int, both: int) -> tuple[range, range]:
    """Return two ranges of so many numbers that have *both* in common."""
    return range(first), range(first - both, first - both + second)
