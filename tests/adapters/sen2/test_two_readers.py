"""The quick reader and the careful one say the same of every return that both can read."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics.adapters import Pseudonyms, Reading
from send_metrics.adapters.sen2 import Sen2, bulk, reader
from send_metrics.adapters.sen2.levels import Levels, NotPlainError
from send_metrics.demo.sen2_return import write_return

from .builder import (
    REVIEWED,
    active,
    assessment,
    attended,
    message,
    named,
    need,
    person,
    plan,
    request,
    written,
)


def refuse(*_: object) -> Iterator[Levels]:
    raise NotPlainError


def both(path: Path) -> tuple[Reading, Reading]:
    """Return what each reader makes of a file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "batches", refuse)
        quick = Sen2().read(path, Pseudonyms())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "plain_batches", refuse)
        careful = Sen2().read(path, Pseudonyms())
    return quick, careful


def assert_same(one: Reading, other: Reading) -> None:
    """Assert that both say the same; the order may depend on the size of the lots."""
    assert one.balances == other.balances
    assert sorted(map(str, one.findings)) == sorted(map(str, other.findings))
    for table, frame in other.frames.items():
        pd.testing.assert_frame_equal(in_order(one.frames[table]), in_order(frame))


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(frame.columns[0], ignore_index=True)


@pytest.mark.parametrize("at_a_time", [1, 7, 10_000])
@pytest.mark.parametrize("chunk", [200, 65_536])
def test_the_demo_return_is_read_alike_in_lots_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_a_time: int, chunk: int
):
    path = tmp_path / "return.xml"
    write_return(path, seed=3, children=60)
    expected, _ = both(path)
    monkeypatch.setattr(bulk, "PERSONS_AT_A_TIME", at_a_time)
    monkeypatch.setattr(bulk, "_CHUNK", chunk)

    quick, careful = both(path)

    assert_same(quick, careful)
    assert_same(quick, expected)


_TEXT = st.sampled_from(
    ["", " ", "2025-01-31", " 2025-03-01\n", "2025-02-30", "1", "0", "Y", "H", "A", "9"]
)
_NUMBER = st.sampled_from(["A919000000001", "B919000000002", None])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_returns_of_any_content_are_read_alike(tmp_path: Path, data: st.DataObject):
    def text() -> str:
        return data.draw(_TEXT)

    def some_request() -> str:
        place = attended(URN=text(), LeavingDate=text(), SENsetting=text())
        return request(
            assessment(
                plan(
                    named(URN=text()), CeaseDate=text(), CeaseReason=text(), PB=text()
                ),
                AssessmentOutcome=text(),
            ),
            active(need(), place * data.draw(st.integers(0, 2)), **REVIEWED),
            f"<Exported>{text()}</Exported>" * data.draw(st.integers(0, 2)),
            RequestOutcome=data.draw(st.sampled_from("YNAWHQ")),
            ReceivedDate=text(),
        )

    people = [
        person(
            *(some_request() for _ in range(data.draw(st.integers(0, 2)))),
            UPN=data.draw(_NUMBER),
            PersonBirthDate=text(),
        )
        for _ in range(data.draw(st.integers(1, 4)))
    ]

    assert_same(*both(written(tmp_path, message(*people))))
