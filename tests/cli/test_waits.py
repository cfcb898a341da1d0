"""``send-metrics waits`` as a person uses it."""

import json
from collections.abc import Callable

import pytest

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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing", "--as-at", "2025-12-31"), "no referral to that service waited"),
        ((SERVICE, "--as-at", "31/12/2025"), "--as-at is a day written 2025-12-31"),
        ((SERVICE, "--as-at", "2025-12-31", "--months", "1"), "3 months or more"),
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
