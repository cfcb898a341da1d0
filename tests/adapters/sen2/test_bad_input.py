"""What the issue of bad returns comes down to: one clear error, or a counted finding."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from send_metrics.adapters import Pseudonyms
from send_metrics.adapters.sen2 import Sen2
from send_metrics.adapters.sen2.checks.examples import message_of
from send_metrics.adapters.sen2.checks.rule import Example
from send_metrics.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

WHOLE = message_of(Example()).decode()


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
            WHOLE[: WHOLE.index("<Header>")] + WHOLE[WHOLE.index("<Persons>") :],
            "there is no Header",
        ),
        (
            WHOLE.replace("<Message>", "<!DOCTYPE Message []><Message>"),
            "the file declares a DOCTYPE",
        ),
    ],
    ids=["wrong collection", "unknown year", "header missing", "DOCTYPE"],
)
@pytest.mark.parametrize("how", ["read", "check"])
def test_a_return_that_is_none_is_refused_by_reading_and_by_checking(
    tmp_path: Path, how: str, text: str, said: str
):
    path = tmp_path / "return.xml"
    path.write_text(text, encoding="utf-8")

    asked: dict[str, Callable[[], object]] = {
        "read": lambda: Sen2().read(path, Pseudonyms()),
        "check": lambda: Sen2().check(path),
    }

    with pytest.raises(SourceError) as caught:
        asked[how]()

    assert str(caught.value).startswith("return.xml")
    assert said in str(caught.value) or "before the Header" in str(caught.value)


@pytest.mark.parametrize(
    ("example", "rule", "severity"),
    [
        (
            Example({"Requests/RequestOutcomeDate": "2025-02-02"}),
            "sen2.req-date-order",
            "error",
        ),
        (Example({"Requests/ReceivedDate": "2025-02-30"}), "sen2.day", "error"),
        (
            Example(
                more={
                    "Requests/ActivePlans": "<SENneed><SENtype>ASD</SENtype>"
                    "<SENtypeRank>1</SENtypeRank></SENneed>"
                }
            ),
            "sen2.act-need",
            "error",
        ),
        (
            Example({"Requests/RequestOutcome": "Q"}),
            "sen2.req-outcome",
            "error",
        ),
        (Example({"Ethnicity": "XXXX"}), "sen2.per-ethnicity", "error"),
        (Example(times=2), "sen2.per-dup-upn", "error"),
        (
            Example(
                more={
                    "": "<Requests><ReceivedDate>2025-02-03</ReceivedDate>"
                    "<RequestOutcome>Y</RequestOutcome></Requests>"
                }
            ),
            "sen2.req-key",
            "error",
        ),
        (
            Example({"Requests/Assessment": None}),
            "sen2.pln-needed",
            "error",
        ),
        (
            Example(
                {"Requests/Assessment/NamedPlan/StartDate": "2025-09-01"},
                like="ceased plan",
            ),
            "sen2.pln-cease-order",
            "error",
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
        "plan without assessment",
        "ceased before started",
    ],
)
def test_a_flaw_is_found_by_checking_and_the_rows_still_add_up(
    tmp_path: Path, example: Example, rule: str, severity: str
):
    path = tmp_path / "return.xml"
    path.write_bytes(message_of(example))

    found = [f for f in Sen2().check(path).findings if f.rule == rule]
    reading = Sen2().read(path, Pseudonyms())

    assert {f.severity for f in found} == {severity}
    for table, balance in reading.balances.items():
        assert balance.accepted == len(reading.frames[table])
