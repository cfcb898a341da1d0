# ruff: noqa: E501 - tables are drawn as wide as they are
"""The referrals of one person, put together to journeys from service to service."""

import pytest
from attrs import evolve

from send_metrics import Records, calculate, calendar_year, kpi, merge, whole_journey
from send_metrics.errors import MergeError, RecordsError, UsageError
from send_metrics.kpis.definition import Waits
from send_metrics.kpis.journeys import along
from send_metrics.records.expressions import collected
from tests.spec.drawing import ENGINES, Engine, drawn, records_of

YEAR = calendar_year(2024)
TO_CONTACT = "waits.journey_to_first_contact"

REFERRALS = """
    row     | person_id     | service | referred_on | first_contact_on | closed_on  | close_reason
    --------+---------------+---------+-------------+------------------+------------+-------------
    plain 1 | plain         | triage  | 2024-01-01  | 2024-01-11       | 2024-01-12 | passed on
    plain 2 | plain         | speech  | 2024-01-21  | 2024-03-01       | 2024-04-01 | assessed
    again 1 | again         | triage  | 2024-01-01  |                  | 2024-02-01 | declined
    again 2 | again         | triage  | 2024-03-01  | 2024-03-11       |            | none
    again 3 | again         | speech  | 2024-03-21  | 2024-04-20       |            | none
    twice 1 | twice         | triage  | 2024-01-01  | 2024-01-11       | 2024-01-12 | passed on
    twice 2 | twice         | speech  | 2024-01-21  | 2024-03-01       | 2024-05-01 | completed
    twice 3 | twice         | triage  | 2024-05-01  | 2024-05-05       | 2024-05-06 | passed on
    twice 4 | twice         | triage  | 2024-05-02  | 2024-05-12       | 2024-05-13 | passed on
    twice 5 | twice         | speech  | 2024-05-22  | 2024-06-01       |            | none
    alone 1 | speech alone  | speech  | 2024-01-01  | 2024-02-01       |            | none
    other 1 | other way     | speech  | 2024-01-01  | 2024-05-01       |            | none
    other 2 | other way     | triage  | 2024-02-01  | 2024-02-02       |            | none
    dateless| no day        | triage  |             | 2024-01-11       | 2024-01-12 | passed on
    dated   | no day        | speech  | 2024-01-21  | 2024-03-01       |            | none
    hearing | plain         | hearing | 2023-01-01  | 2023-03-01       |            | none
    waiting | still waiting | triage  | 2024-01-01  | 2024-01-11       | 2024-01-12 | passed on
    """


def day(value: object) -> str:
    written = str(value)[:10]
    return "" if written in ("None", "NaT") else written


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


def test_a_journey_runs_from_the_first_referral_until_its_last_service_is_done(
    engine: Engine,
) -> None:
    records = records_of(engine, referrals=REFERRALS).along("triage", "speech")
    expected = """
        journey_id | started_on | seen_on    | outcome_on | services_not_found
        -----------+------------+------------+------------+-------------------
        plain 1    | 2024-01-01 | 2024-03-01 | 2024-04-01 | 0
        again 1    | 2024-01-01 | 2024-04-20 |            | 0
        twice 1    | 2024-01-01 | 2024-03-01 |            | 0
        twice 4    | 2024-05-02 | 2024-06-01 |            | 0
        alone 1    | 2024-01-01 | 2024-02-01 |            | 1
        other 1    | 2024-01-01 | 2024-05-01 |            | 0
        dated      |            | 2024-03-01 |            | 0
        waiting    | 2024-01-01 |            |            | 1
        """

    found = {
        row["journey_id"]: {
            "journey_id": row["journey_id"],
            **{name: day(row[name]) for name in ("started_on", "seen_on")},
            "outcome_on": day(row["outcome_on"]),
            "services_not_found": str(int(row["services_not_found"])),
        }
        for row in collected(records.rows("referral_journeys"))
    }

    assert found == {row["journey_id"]: row for row in drawn(expected)}


def test_stages_follow_each_other_from_the_beginning_to_the_end(
    engine: Engine,
) -> None:
    records = records_of(engine, referrals=REFERRALS).along("triage", "speech")

    found: dict[str, list[str]] = {}
    rows = collected(records.rows("journey_stages"))
    for row in sorted(rows, key=lambda row: str(row["began_on"])):
        said = f"{row['stage']} {day(row['began_on'])}..{day(row['ended_on'])}"
        found.setdefault(row["journey_id"], []).append(said)

    assert found["plain 1"] == [
        "triage 2024-01-01..2024-01-21",
        "speech 2024-01-21..2024-03-01",
        "outcome 2024-03-01..2024-04-01",
    ]
    assert sorted(found["other 1"]) == [
        "outcome 2024-05-01..",
        "speech 2024-01-01..2024-05-01",
        "triage 2024-01-01..2024-01-01",
    ]


def test_the_days_of_the_stages_add_up_to_those_of_the_journeys(
    engine: Engine,
) -> None:
    records = records_of(engine, referrals=REFERRALS).along("triage", "speech")
    route = ("triage", "speech")

    def days(kpi_id: str) -> int:
        definition = kpi(kpi_id)
        assert isinstance(definition, Waits)
        figure = calculate(along(definition, *route), records, period=YEAR)[0]
        return sum(day * children for day, children in figure.state.spread.items())

    to_contact = 60 + 110 + 60 + 30 + 121
    assert days(TO_CONTACT) == to_contact
    assert days("waits.journey_stages_to_first_contact") == to_contact
    assert days("waits.journey_to_outcome") == 60 + 31
    assert days("waits.journey_stages_to_outcome") == 60 + 31


def test_without_a_route_each_service_is_one_by_itself(engine: Engine) -> None:
    records = records_of(engine, referrals=REFERRALS)

    figures = calculate(TO_CONTACT, records, period=YEAR, by="service")

    assert {f.by["service"]: dict(f.state.spread) for f in figures} == {
        "speech": {40: 3, 30: 1, 10: 1, 31: 1, 121: 1},
        "triage": {10: 3, 70: 1, 4: 1, 1: 1},
    }


def test_journeys_on_a_route_are_no_journeys_to_one_service() -> None:
    """Neither is counted as the other, and their figures do not merge."""
    records = records_of(ENGINES["pandas"], referrals=REFERRALS)
    definition = kpi(TO_CONTACT)
    assert isinstance(definition, Waits)
    on_route = along(definition, "triage", "speech")

    alone = calculate(TO_CONTACT, records.along("triage", "speech"), period=YEAR)
    routed = calculate(on_route, records, period=YEAR)

    assert (alone[0].count, routed[0].count) == (0, 0)
    with pytest.raises(MergeError, match="differ in fingerprint"):
        merge(alone, routed)


@pytest.mark.parametrize(
    ("without", "kpi_id"),
    [
        ("close_reason", "waits.journey_to_outcome"),
        ("closed_on", TO_CONTACT),
        ("first_contact_on", TO_CONTACT),
    ],
)
def test_a_source_that_cannot_tell_an_end_gives_a_reason(
    without: str, kpi_id: str
) -> None:
    whole = records_of(ENGINES["pandas"], referrals=REFERRALS)
    lacking = evolve(whole.tables["referrals"], columns_not_given=frozenset({without}))
    records = evolve(whole, tables={"referrals": lacking})

    figure = calculate(kpi_id, records, period=YEAR)[0]

    assert figure.missing_reason == f"no source gives {without} of referrals"


def test_without_referrals_the_figures_say_why() -> None:
    found = whole_journey(Records(), ["triage", "speech"], YEAR)
    figure = found.to_first_contact.figures[0]

    assert figure.missing_reason == "referrals was not supplied"
    assert (found.to_first_contact.stages, found.to_outcome) == ((), None)


@pytest.mark.parametrize("services", [(), ("speech", "speech")])
def test_a_route_names_each_service_once(services: tuple[str, ...]) -> None:
    records = records_of(ENGINES["pandas"], referrals=REFERRALS)

    with pytest.raises(UsageError, match="each named once"):
        records.along(*services)


def test_records_of_different_routes_are_not_joined() -> None:
    records = records_of(ENGINES["pandas"], referrals=REFERRALS)

    with pytest.raises(RecordsError, match="different routes"):
        Records.joined([records, records.along("speech")])
    joined = Records.joined([records.along("speech"), records.along("speech")])
    assert joined.route == ("speech",)
