"""``send-metrics waits`` as a person uses it."""

import json
from collections.abc import Callable

import pytest

from send_metrics.cli.printing import wrapped
from send_metrics.demo.sources import DemoSources
from tests.cli.conftest import Ran, Run

SERVICE = "speech_and_language_therapy"
Asked = Callable[..., Ran]


@pytest.fixture
def waits(run: Run, demo_sources: DemoSources) -> Asked:
    source = f"--source=referrals={demo_sources.referrals}"
    return lambda *words: run("waits", *words, source)


def test_five_views_and_the_words(waits: Asked) -> None:
    ran = waits(SERVICE, "--as-at", "2025-12-31", "--called", "speech therapy")

    assert ran.code == 0
    for view in ("still waiting", "seen, 2025-07", "if referred", "journey", "flow"):
        assert view in ran.out
    assert "waiting for speech therapy." in ran.out


def test_the_same_as_json(waits: Asked) -> None:
    ran = waits(SERVICE, "--as-at", "2025-12-31", "--format", "json")
    told = json.loads(ran.out)

    assert ran.code == 0
    assert told["still_waiting"]["children"] == sum(
        told["still_waiting"]["bands_from_weeks"].values()
    )
    assert f"{told['flow']['added']:,} new referrals came in" in told["in_plain_words"]


def test_declined_and_other_removals_are_told_apart(waits: Asked) -> None:
    asked = (SERVICE, "--as-at", "2025-12-31")
    flow = json.loads(waits(*asked, "--format", "json").out)["flow"]

    assert flow["declined"] + flow["left_otherwise"] == flow["left_unseen"]
    assert (
        f"{flow['declined']:,} declined, {flow['left_otherwise']:,} left otherwise"
        in (waits(*asked).out)
    )


def test_words_are_broken_where_a_screen_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    text = "On 30 September 2025, no child was waiting for speech therapy."

    assert wrapped(text) == text
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert wrapped(text).splitlines() == [
        "On 30 September 2025, no child",
        "was waiting for speech",
        "therapy.",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing", "--as-at", "2025-12-31"), "no referral to that service waited"),
        ((SERVICE, "--as-at", "31/12/2025"), "--as-at is a day written 2025-12-31"),
        ((SERVICE, "--as-at", "2025-12-31", "--months", "1"), "3 months or more"),
        ((SERVICE, "--as-at", "2025-12-31", "--called", "a " * 9), "8 words; shorten"),
        ((SERVICE, "--as-at", "2025-12-31", "--format", "csv"), "text or json"),
    ],
)
def test_wrong_usage_is_one_line(
    waits: Asked, words: tuple[str, ...], said: str
) -> None:
    ran = waits(*words)

    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


def test_whether_waits_have_settled_is_told_of_each_service(
    run: Run, demo_sources: DemoSources
) -> None:
    source = f"--source=referrals={demo_sources.referrals}"
    asked = ("stabilised", "--as-at", "2025-12-31", "--baseline", "2025-01", source)

    text, told = run(*asked), json.loads(run(*asked, "--format", "json").out)

    assert text.code == 0
    assert told["kpi"] == "waits.stabilised"
    assert set(told["services"]) > {SERVICE}
    for service, answer in told["services"].items():
        assert service in text.out
        assert answer["word"] in text.out
    assert f"{told['numerator']} of {told['denominator']} that can be told" in text.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2025-12-31", "--baseline", "2026-01"), "is not over on 2025-12-31"),
        (("2025-12-31", "--baseline", "CY2024"), "one calendar month"),
        (("31/12/2025", "--baseline", "2025-01"), "a day written 2025-12-31"),
        (("2025-12-31", "--baseline", "2025-01", "--format", "csv"), "text or json"),
    ],
)
def test_wrong_usage_of_stabilised_is_one_line(
    run: Run, demo_sources: DemoSources, words: tuple[str, ...], said: str
) -> None:
    source = f"--source=referrals={demo_sources.referrals}"

    ran = run("stabilised", "--as-at", *words, source)

    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert said in ran.err
