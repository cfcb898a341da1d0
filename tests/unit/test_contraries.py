"""What is so where a claim is not: turned round where that is safe, else told as such."""

import pytest

from send_metrics.kpis.catalogue import ALL
from send_metrics.kpis.conditions import is_recorded
from send_metrics.kpis.contraries import contrary_of


@pytest.mark.parametrize(
    ("claim", "contrary"),
    [
        ("the plan was issued in time", "the plan was not issued in time"),
        ("the plan had not ended by that day", "the plan had ended by that day"),
        ("it has been issued", "it has not been issued"),
        ("it was refused or withdrawn", "it was not refused or withdrawn"),
        ("the plan is to be amended", "the plan is not to be amended"),
    ],
)
def test_a_plain_claim_about_one_thing_is_turned_round(
    claim: str, contrary: str
) -> None:
    assert contrary_of(claim) == contrary
    assert contrary_of(contrary) == claim


@pytest.mark.parametrize(
    "claim",
    [
        "a plan was issued",
        "no plan was issued",
        "more than 20 weeks had passed",
        "the plan was issued, or its 20 weeks had passed",
        "the plan has ended or was transferred",
        "the setting was neither named nor attended",
        "the enrolment had possible sessions",
        "the plan names a setting",
    ],
)
def test_any_other_claim_is_only_said_not_to_be_so(claim: str) -> None:
    assert contrary_of(claim) == f"it is not so that {claim}"


def test_a_condition_that_is_turned_round_twice_says_what_it_said() -> None:
    issued = is_recorded("issued_on", "a plan was issued").otherwise("there is no plan")

    assert (~issued).wording == "there is no plan"
    assert (~~issued).wording == "a plan was issued"


def test_every_claim_has_a_contrary_in_plain_words() -> None:
    clumsy = {
        (definition.id, condition.wording)
        for definition in ALL
        for condition in definition.parts
        if "it is not so" in condition.contrary
        and condition not in {e.when for e in definition.exclusions}
    }

    assert clumsy == set()
