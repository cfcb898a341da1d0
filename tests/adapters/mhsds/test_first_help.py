"""Outcomes, care plans and interventions: what stops the clock of a referral spell."""

from pathlib import Path

import pytest

from send_metrics import calculate, calendar_quarter
from send_metrics.adapters.mhsds import INTERVENTION_SETS, Mhsds
from send_metrics.adapters.reading import read
from send_metrics.adapters.scored_assessments import SCORED_ASSESSMENTS
from send_metrics.errors import SourceError
from tests.adapters.mhsds.made_up import HEADER, Row, contact, referral, submission
from tests.adapters.submitted import held, rules, write_tables, zipped

OFFICIAL = "waits.cyp_mental_health_within_4_weeks"
GAD_7, CURRENT_VIEW = "445455005", "987191000000101"
THERAPY, NO_LONGER, OF_ANOTHER_SET = "228557008", "183339004", "718026005"
AUTISM_ASSESSMENT = "1085671000000109"


def score(tool: str = GAD_7, on: str = "2025-03-15T09:30:00+00:00") -> Row:
    return {
        "ServiceRequestID": "R1",
        "CodedAssToolType": tool,
        "PersScore": "7",
        "AssToolCompTimestamp": on,
    }


def activity(name: str = "A1", procedure: str = "", of: str = "C1") -> Row:
    return {"CareActID": name, "CareContactID": of, "Procedure": procedure}


def plan(
    name: str = "L1", made: str = "2025-03-20", last: str = "2025-03-20", of: str = "P1"
) -> Row:
    return {
        "CarePlanID": name,
        "LocalPatientID": of,
        "CarePlanCreatDate": made,
        "CarePlanLastUpdateDate": last,
    }


def agreement(of: str = "L1") -> Row:
    return {"CarePlanID": of}


def with_interventions(folder: Path) -> Path:
    sets = sorted(INTERVENTION_SETS)
    rows = [
        {"refsetId": sets[0], "referencedComponentId": THERAPY, "active": "1"},
        {"refsetId": sets[0], "referencedComponentId": NO_LONGER, "active": "0"},
        {"refsetId": "999", "referencedComponentId": OF_ANOTHER_SET, "active": "1"},
    ]
    return write_tables(folder, {"interventions": rows})


def june(
    folder: Path,
    *,
    scores: list[Row] | None = None,
    activities: list[Row] | None = None,
    scored: list[Row] | None = None,
    plans: list[Row] | None = None,
    agreements: list[Row] | None = None,
    indirect: list[Row] | None = None,
    header: Row | None = HEADER,
) -> Path:
    """Write a submission with every table of help; what is not given has another's row."""
    nobody = "nobody"
    return submission(
        folder,
        header=header,
        referrals=[referral(PrimReasonReferralMH="05", CareProfTeamLocalID="T3")],
        contacts=[contact(CareContDate="2025-03-10")],
        MHS202CareActivity=activities or [activity(of=nobody)],
        MHS606CodedScoreAssessmentRefer=scores
        or [score() | {"ServiceRequestID": nobody}],
        MHS607CodedScoreAssessmentAct=scored
        or [{"CareActID": nobody, "CodedAssToolType": GAD_7}],
        MHS008CarePlanType=plans or [plan(of=nobody)],
        MHS009CarePlanAgreement=agreements or [agreement(nobody)],
        MHS204IndirectActivity=indirect or [],
    )


def days(path: Path) -> tuple[str | None, str | None]:
    [row] = held(read(Mhsds(), path), "referrals")
    return row["baseline_outcome_on"], row["care_plan_on"]


def test_with_all_three_the_official_figure_is_given(tmp_path: Path) -> None:
    folder = with_interventions(
        june(
            tmp_path / "june",
            scores=[score()],
            plans=[plan()],
            agreements=[agreement()],
        )
    )

    for path in (folder, zipped(folder)):
        records = read(Mhsds(), path)
        figure = calculate(OFFICIAL, records, period=calendar_quarter(2025, 1))[0]
        assert (figure.state.numerator, figure.state.denominator) == (1, 1)
        assert days(path) == ("2025-03-15", "2025-03-20")
        assert rules(records) == {}


def test_without_the_reference_sets_there_is_a_reason_and_no_figure(
    tmp_path: Path,
) -> None:
    """A spell whose intervention is not recognised would look as if nobody had helped."""
    records = read(Mhsds(), june(tmp_path / "june", scores=[score()]))

    figure = calculate(OFFICIAL, records, period=calendar_quarter(2025, 1))[0]

    assert figure.missing_reason == "no source gives care_plan_on of referrals"


def test_one_month_without_the_tables_leaves_none_to_be_told(tmp_path: Path) -> None:
    may = HEADER | {"ReportingPeriodEndDate": "2025-05-31"}
    submission(tmp_path / "all" / "may", header=may)
    june(tmp_path / "all" / "june", scores=[score()])
    with_interventions(tmp_path / "all")

    records = read(Mhsds(), tmp_path / "all")

    assert {"baseline_outcome_on", "care_plan_on"} <= records.not_given("referrals")


def test_what_came_counts_from_the_submission_that_first_tells_of_it(
    tmp_path: Path,
) -> None:
    may = HEADER | {"ReportingPeriodEndDate": "2025-05-31"}
    june(tmp_path / "all" / "may", header=may)
    june(tmp_path / "all" / "june", scores=[score()])
    with_interventions(tmp_path / "all")

    rows = held(read(Mhsds(), tmp_path / "all"), "referrals")

    assert {row["submitted_on"]: row["baseline_outcome_on"] for row in rows} == {
        "2025-05-31": None,
        "2025-06-30": "2025-03-15",
    }


@pytest.mark.parametrize(
    ("tool", "counts"), [(GAD_7, True), (CURRENT_VIEW, False), ("1", False)]
)
def test_only_scores_on_the_list_are_an_outcome(
    tmp_path: Path, tool: str, counts: bool
) -> None:
    of_referral = june(tmp_path / "one", scores=[score(tool)])
    at_contact = june(
        tmp_path / "other",
        activities=[activity()],
        scored=[{"CareActID": "A1", "CodedAssToolType": tool}],
    )
    for folder in (of_referral, at_contact):
        with_interventions(folder)

    assert days(of_referral)[0] == ("2025-03-15" if counts else None)
    assert days(at_contact)[0] == ("2025-03-10" if counts else None)


@pytest.mark.parametrize(
    ("procedure", "counts"),
    [
        (THERAPY, True),
        (f"{THERAPY}:363589002=1", True),
        (AUTISM_ASSESSMENT, True),
        (NO_LONGER, False),
        (OF_ANOTHER_SET, False),
        ("", False),
    ],
)
def test_an_intervention_is_one_of_the_reference_sets_or_such_an_assessment(
    tmp_path: Path, procedure: str, counts: bool
) -> None:
    at_contact = june(tmp_path / "one", activities=[activity(procedure=procedure)])
    behind_it = june(
        tmp_path / "other",
        indirect=[
            {
                "ServiceRequestID": "R1",
                "IndirectActDate": "2025-03-12",
                "IndActProcedure": procedure,
            }
        ],
    )
    for folder in (at_contact, behind_it):
        with_interventions(folder)

    assert days(at_contact)[1] == ("2025-03-10" if counts else None)
    assert days(behind_it)[1] == ("2025-03-12" if counts else None)


@pytest.mark.parametrize(
    ("made", "last", "agreed", "came"),
    [
        ("2025-03-20", "2025-04-20", "L1", "2025-03-20"),
        ("2025-03-01", "2025-04-20", "L1", "2025-03-01"),
        ("2025-02-28", "2025-04-20", "L1", "2025-04-20"),
        ("2025-02-28", "2025-02-28", "L1", None),
        ("2025-04-21", "2025-04-20", "L1", "2025-04-20"),
        ("2025-03-20", "2025-04-20", "L2", None),
    ],
)
def test_an_agreed_plan_counts_when_made_or_else_when_last_updated(
    tmp_path: Path, made: str, last: str, agreed: str, came: str | None
) -> None:
    folder = june(
        tmp_path / "june",
        plans=[plan(made=made, last=last)],
        agreements=[agreement(agreed)],
    )

    assert days(with_interventions(folder))[1] == came


def test_a_plan_that_was_never_updated_is_asked_about(tmp_path: Path) -> None:
    folder = june(tmp_path / "june", plans=[plan(last="")], agreements=[agreement()])

    records = read(Mhsds(), with_interventions(folder))

    assert rules(records) == {"no-day-of-update": 1}
    assert held(records, "referrals")[0]["care_plan_on"] is None


def test_a_list_of_other_codes_is_refused(tmp_path: Path) -> None:
    folder = june(tmp_path / "june")
    other = {"refsetId": "999", "referencedComponentId": THERAPY, "active": "1"}
    write_tables(folder, {"interventions": [other]})

    with pytest.raises(SourceError, match=r"interventions\.csv has no active row"):
        read(Mhsds(), folder)


def test_two_lists_of_interventions_are_refused(tmp_path: Path) -> None:
    june(tmp_path / "all" / "june")
    with_interventions(tmp_path / "all" / "june")
    with_interventions(tmp_path / "all")

    with pytest.raises(SourceError, match=r"holds interventions\.csv twice; keep one"):
        read(Mhsds(), tmp_path / "all")


def test_every_code_of_the_list_is_one_of_snomed_ct() -> None:
    """The last digit checks the others, by Verhoeff's scheme."""
    assert len(SCORED_ASSESSMENTS) == 332
    assert [code for code in SCORED_ASSESSMENTS if not is_sound(code)] == []
    assert not is_sound("445455006")


def is_sound(code: str) -> bool:
    step = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
    check = 0
    for place, written in enumerate(reversed(code)):
        digit = int(written)
        for _ in range(place % 8):
            digit = step[digit]
        check = turned(check, digit)
    return check == 0


def turned(one: int, other: int) -> int:
    """Return the product of two symmetries of a pentagon, five of them mirrored."""
    if one < 5:
        return (one + other) % 5 + other // 5 * 5
    return (one - other) % 5 + (5 - other // 5 * 5)
