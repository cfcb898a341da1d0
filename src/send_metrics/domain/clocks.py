"""The statutory clocks of EHC plans: what starts them, and the last day in time."""

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Literal, get_args

from attrs import frozen

from send_metrics.domain.working_days import working_day_after, working_days_between
from send_metrics.errors import UsageError

Unit = Literal["days", "working days", "months"]
Transfer = Literal["secondary to post-16", "post-16 to post-16", "other"]

_REGULATIONS = "https://www.legislation.gov.uk/uksi/2014/1530/regulation"
_READ_ON = dt.date(2026, 11, 23)
_DAY = dt.timedelta(days=1)

_PANDEMIC = (
    "from 1 May to 25 September 2020, a reason that had to do with the coronavirus"
    " (SI 2020/471)"
)
_EXCEPTIONS = (
    "advice was asked of a head or principal from one week before a closure of at least"
    " four weeks to one week before the school opened again",
    "advice was asked of a relevant early years provider around such a closure",
    "exceptional personal circumstances of the child, the parent or the young person",
    "the child, the parent or the young person was away from the area for at least four"
    " weeks in a row",
    _PANDEMIC,
)
_TRIBUNAL_EXCEPTIONS = (
    "exceptional personal circumstances of the child, the parent or the young person",
    "the child, the parent or the young person was away from the area for at least two"
    " weeks in a row",
)


@frozen
class StatutoryClock:
    """A time limit set by law.

    The limit is *number* of *unit*, counted after the day that starts it; where
    *first_day_counts*, the law says that it begins with that day. With *at_least* the
    time must be given in full, and the last day is the last of it. *lifted_by* are the
    exceptions that lift a limit; they do not lengthen it by a set time.
    """

    id: str
    duty: str
    starts: str
    stops: str
    number: int
    unit: Unit
    law: str
    url: str
    first_day_counts: bool = False
    at_least: bool = False
    lifted_by: tuple[str, ...] = ()
    read_on: dt.date = _READ_ON

    def last_day(self, start: dt.date, *, counting_first_day: bool = False) -> dt.date:
        """Return the last day in time for a clock that *start* began.

        *counting_first_day* is a local option: the day that starts the clock is taken
        as day 1 although the law does not say so, which makes the limit a day shorter.
        """
        early = _DAY * (self.first_day_counts or counting_first_day)
        if self.unit == "working days":
            return working_day_after(start - early, self.number)
        if self.unit == "months":
            return _end_of_months(start, self.number, early)
        return start + self.number * _DAY - early

    def days_late(
        self, start: dt.date, stop: dt.date, *, counting_first_day: bool = False
    ) -> int:
        """Return by how many days *stop* came after the last day; 0 if it was in time.

        They are working days where the limit is of working days.

        Raises:
            UsageError: the time must be given in full, so that nothing is late.
        """
        if self.at_least:
            message = f"{self.id} is time to be given in full: nothing is late on it"
            raise UsageError(message)
        last = self.last_day(start, counting_first_day=counting_first_day)
        if stop <= last:
            return 0
        if self.unit == "working days":
            return max(1, working_days_between(last, stop))
        return (stop - last).days


def _weeks(
    clock_id: str,
    duty: str,
    starts: str,
    stops: str,
    weeks: int,
    regulation: str,
    *,
    lifted_by: tuple[str, ...] = (),
) -> StatutoryClock:
    number = regulation.split("(")[0]
    return StatutoryClock(
        clock_id,
        duty,
        starts,
        stops,
        weeks * 7,
        "days",
        f"SI 2014/1530, regulation {regulation}",
        f"{_REGULATIONS}/{number}",
        lifted_by=lifted_by,
    )


def _tribunal_clocks(
    why: str, because: str, starts: str, regulation: str
) -> Iterator[StatutoryClock]:
    """Yield what is owed after an order, and as well after an unopposed appeal."""
    for what, duty, stops, weeks in (
        (
            "assessment",
            "tell that there will be an assessment",
            "the authority tells so",
            2,
        ),
        (
            "assessment_refusal",
            "tell that there will be no plan after an assessment",
            "the authority tells its decision",
            10,
        ),
        (
            "assessment_plan",
            "issue the plan after an assessment",
            "the final plan is sent",
            14,
        ),
        ("plan_draft", "send the draft of a plan", "the draft plan is sent", 5),
        ("plan", "issue a plan", "the final plan is sent", 11),
        ("amendment", "issue a plan with amendments", "the amended plan is sent", 5),
        (
            "school",
            "name another school or type of school, and amend nothing else,",
            "the amended plan is sent",
            2,
        ),
    ):
        yield _weeks(
            f"{why}_{what}",
            f"{duty} {because}",
            starts,
            stops,
            weeks,
            regulation,
            lifted_by=_TRIBUNAL_EXCEPTIONS,
        )


_REQUEST = "the request is received, or the authority becomes responsible"
_MEETING = "the annual review meeting"

CLOCKS: tuple[StatutoryClock, ...] = (
    _weeks(
        "decision_to_assess",
        "tell whether there will be an assessment",
        _REQUEST,
        "the authority tells its decision",
        6,
        "5",
        lifted_by=_EXCEPTIONS,
    ),
    _weeks(
        "advice",
        "give advice for an assessment",
        "the professional's body receives the request for advice",
        "the authority receives the advice",
        6,
        "8",
        lifted_by=(
            "exceptional circumstances of the child, the parent or the young person",
            "the child, the parent or the young person was away for at least four weeks",
            "the child or young person missed an appointment",
            _PANDEMIC,
        ),
    ),
    _weeks(
        "decision_not_to_issue",
        "tell that there will be no plan",
        _REQUEST,
        "the authority tells its decision",
        16,
        "10",
        lifted_by=_EXCEPTIONS,
    ),
    StatutoryClock(
        "comments_on_draft",
        "leave time to comment on a draft plan",
        "the draft plan is served",
        "the time to comment ends",
        15,
        "days",
        "SI 2014/1530, regulation 13(1)",
        f"{_REGULATIONS}/13",
        first_day_counts=True,
        at_least=True,
    ),
    _weeks(
        "final_plan",
        "issue the plan",
        _REQUEST,
        "the final plan is sent",
        20,
        "13(2)",
        lifted_by=_EXCEPTIONS,
    ),
    StatutoryClock(
        "transfer_of_plan",
        "transfer the plan of a child who moves at less than 15 working days' notice",
        "the old authority becomes aware of the move",
        "the plan is transferred",
        15,
        "working days",
        "SI 2014/1530, regulation 15(2)",
        f"{_REGULATIONS}/15",
        first_day_counts=True,
    ),
    _weeks(
        "decision_after_transfer",
        "tell the family what the new authority will do",
        "the plan is transferred",
        "the new authority tells the family",
        6,
        "15(4)",
    ),
    StatutoryClock(
        "annual_review",
        "review the plan",
        "the plan is made, or the last review ends with its decision",
        "the authority tells its decision after the review",
        12,
        "months",
        "Children and Families Act 2014, section 44(1)",
        "https://www.legislation.gov.uk/ukpga/2014/6/section/44",
        first_day_counts=True,
    ),
    _weeks(
        "review_report",
        "send the report of a review meeting",
        _MEETING,
        "the report is sent to everyone invited",
        2,
        "20(8)",
    ),
    _weeks(
        "review_decision",
        "tell the decision after a review, with the notice of any amendments",
        _MEETING,
        "the authority tells its decision",
        4,
        "20(10)",
    ),
    StatutoryClock(
        "comments_on_amendments",
        "leave time to comment on amendments",
        "the notice of amendments is served",
        "the time to comment ends",
        15,
        "days",
        "SI 2014/1530, regulation 22(2)(c)",
        f"{_REGULATIONS}/22",
        first_day_counts=True,
        at_least=True,
    ),
    _weeks(
        "amended_plan",
        "issue the amended plan",
        "the notice of amendments",
        "the amended plan is sent",
        8,
        "22(3)",
    ),
    StatutoryClock(
        "amended_plan_from_meeting",
        "issue the amended plan, counted from the review meeting",
        _MEETING,
        "the amended plan is sent",
        84,
        "days",
        "R (L, M and P) v Devon County Council [2022] EWHC 493 (Admin)",
        "https://caselaw.nationalarchives.gov.uk/ewhc/admin/2022/493",
    ),
    *_tribunal_clocks(
        "ordered", "on an order of the tribunal", "the tribunal makes its order", "44"
    ),
    *_tribunal_clocks(
        "unopposed",
        "on an unopposed appeal",
        "the authority tells the tribunal that it does not oppose the appeal",
        "45",
    ),
)
"""Every clock that runs for a set time; moves to another phase have days of their own."""

_BY_ID = {clock.id: clock for clock in CLOCKS}


def statutory_clock(clock_id: str) -> StatutoryClock:
    """Return a clock by its id.

    Raises:
        UsageError: there is no such clock; the message lists all.
    """
    if clock_id not in _BY_ID:
        message = f"there is no clock {clock_id}; there are {', '.join(_BY_ID)}"
        raise UsageError(message)
    return _BY_ID[clock_id]


def phase_transfer_deadline(kind: Transfer, transfer_on: dt.date) -> dt.date:
    """Return the day by which a plan must be amended for a move on *transfer_on*.

    Regulation 18: 31 March of the year for a move from secondary school to a post-16
    setting, 15 February for the other phases, and at least five months before a move
    from one post-16 setting to another. The regulation says before the first two days,
    guidance and the due days of SEN2 say by them: here the day itself is in time.

    >>> phase_transfer_deadline("post-16 to post-16", dt.date(2026, 7, 31))
    datetime.date(2026, 2, 28)

    Raises:
        UsageError: there is no such kind of move; the message lists all.
    """
    if kind not in get_args(Transfer):
        message = f"there is no move {kind}; there are {', '.join(get_args(Transfer))}"
        raise UsageError(message)
    if kind == "secondary to post-16":
        return dt.date(transfer_on.year, 3, 31)
    if kind == "post-16 to post-16":
        return months_later(transfer_on, -5)
    return dt.date(transfer_on.year, 2, 15)


def review_due_after_transfer(
    made_or_reviewed_on: dt.date, transferred_on: dt.date
) -> dt.date:
    """Return the last day to review a plan that was transferred.

    Regulation 15(5): before the later of two periods ends, the 12 months that begin
    with the day on which the plan was made or last reviewed, and the three months that
    begin with the day of the transfer.
    """
    by_review = statutory_clock("annual_review").last_day(made_or_reviewed_on)
    return max(by_review, _end_of_months(transferred_on, 3, _DAY))


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later (or earlier) month, or the last day of that.

    >>> months_later(dt.date(2024, 2, 29), 12), months_later(dt.date(2025, 1, 31), 1)
    (datetime.date(2025, 2, 28), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _end_of_months(start: dt.date, months: int, early: dt.timedelta) -> dt.date:
    later = months_later(start, months)
    # A month without that day ends with its last, which is not the next period's.
    return later if later.day < start.day else later - early
