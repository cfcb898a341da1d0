"""What the issue of bad returns comes down to: one clear error, or a counted finding."""

from collections.abc import Callable
from pathlib import Path

import pytest

from send_metrics.adapters import Pseudonyms, Reading
from send_metrics.adapters.sen2 import Sen2
from send_metrics.adapters.sen2.checks.examples import message_of
from send_metrics.adapters.sen2.checks.rule import Example
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding, RowBalance

WHOLE = message_of(Example()).decode()
HEADER = WHOLE[WHOLE.index("<Header>") : WHOLE.index("<Persons>")]
PERSONS = WHOLE[WHOLE.index("<Persons>") : WHOLE.index("</Message>")]


def read(path: Path) -> Reading:
    return Sen2().read(path, Pseudonyms())


def checked(path: Path) -> list[Finding]:
    findings: list[Finding] = []
    Sen2().check(path, findings.append)
    return findings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            WHOLE.replace(">SEN2<", ">CIN<"),
            "Collection is CIN, not SEN2; name the file of the SEN2 return",
        ),
        (
            WHOLE.replace("<Year>2026", "<Year>2031"),
            "Year is 2031; the years that can be read are 2023, 2024, 2025 and 2026",
        ),
        (
            WHOLE.replace("<Year>2026", "<Year>next"),
            "Year is not a number of four digits; correct the header",
        ),
        (
            WHOLE.replace(HEADER, ""),
            "a person comes before the Header; export the return again",
        ),
        (
            WHOLE.replace(HEADER, "").replace(PERSONS, ""),
            "there is no Header; export the return again, with its header",
        ),
        (
            WHOLE.replace("<Message>", "<!DOCTYPE Message []><Message>"),
            "the file declares a DOCTYPE, which a SEN2 return has no need of",
        ),
    ],
    ids=[
        "wrong collection",
        "unknown year",
        "year in words",
        "header missing",
        "header and persons missing",
        "DOCTYPE",
    ],
)
@pytest.mark.parametrize("how", [read, checked])
def test_a_return_that_is_none_is_refused_by_reading_and_by_checking(
    tmp_path: Path, how: Callable[[Path], object], text: str, said: str
):
    path = tmp_path / "return.xml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError) as caught:
        how(path)

    assert str(caught.value).startswith("return.xml")
    assert said in str(caught.value)


SECOND_NEED = "<SENneed><SENtype>ASD</SENtype><SENtypeRank>1</SENtypeRank></SENneed>"
SAME_REQUEST = (
    "<Requests><ReceivedDate>2025-02-03</ReceivedDate>"
    "<RequestOutcome>Y</RequestOutcome></Requests>"
)
KEPT = RowBalance(1, 1)
BOTH = RowBalance(2, 2)
MERGED = RowBalance(2, 1, merged_duplicates=1)
REJECTED = RowBalance(1, 0, rejected=1)
PLAN_ALONE = "<NamedPlan><StartDate>2025-06-23</StartDate></NamedPlan>"


@pytest.mark.parametrize(
    ("example", "rule", "element", "requests"),
    [
        (
            Example({"Requests/RequestOutcomeDate": "2025-02-02"}),
            "sen2.req-date-order",
            "Person[1]/Requests[1]/RequestOutcomeDate",
            KEPT,
        ),
        (
            Example({"Requests/ReceivedDate": "2025-02-30"}),
            "sen2.day",
            "Person[1]/Requests[1]/ReceivedDate",
            REJECTED,
        ),
        (
            Example(more={"Requests/ActivePlans": SECOND_NEED}),
            "sen2.act-need",
            "Person[1]/Requests[1]/ActivePlans/SENneed",
            KEPT,
        ),
        (
            Example({"Requests/RequestOutcome": "Q"}),
            "sen2.req-outcome",
            "Person[1]/Requests[1]/RequestOutcome",
            REJECTED,
        ),
        (
            Example({"Ethnicity": "XXXX"}),
            "sen2.per-ethnicity",
            "Person[1]/Ethnicity",
            KEPT,
        ),
        (Example(times=2), "sen2.per-dup-upn", "Person[2]/UPN", MERGED),
        (Example(more={"": SAME_REQUEST}), "sen2.req-key", "Person[1]", BOTH),
        (
            Example({"Requests/Assessment": None}),
            "sen2.pln-needed",
            "Person[1]/Requests[1]/ActivePlans",
            KEPT,
        ),
        (
            Example({"Requests/Assessment": None}, more={"Requests": PLAN_ALONE}),
            "sen2.element",
            "Person[1]/Requests[1]/NamedPlan",
            KEPT,
        ),
        (
            Example(
                {"Requests/Assessment/NamedPlan/StartDate": "2025-09-01"},
                like="ceased plan",
            ),
            "sen2.pln-cease-order",
            "Person[1]/Requests[1]/Assessment/NamedPlan/CeaseDate",
            KEPT,
        ),
    ],
    ids=[
        "dates reversed",
        "date impossible",
        "two primary needs",
        "unknown outcome",
        "unknown ethnicity",
        "duplicate person",
        "duplicate request",
        "active plan without assessment",
        "named plan without assessment",
        "ceased before started",
    ],
)
def test_a_flaw_is_found_by_checking_and_the_rows_still_add_up(
    tmp_path: Path, example: Example, rule: str, element: str, requests: RowBalance
):
    path = tmp_path / "return.xml"
    path.write_bytes(message_of(example))

    found = [(f.rule, f.element) for f in checked(path)]
    reading = read(path)

    assert found.count((rule, element)) == 1
    assert reading.balances["ehc_requests"] == requests
    for table, balance in reading.balances.items():
        assert balance.accepted == len(reading.frames[table])
