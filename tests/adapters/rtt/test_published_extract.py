"""Lines of January 2026 as published, against what is known of them."""

from pathlib import Path

import pytest

from send_metrics.adapters.reading import read
from send_metrics.adapters.rtt import RttExtract
from send_metrics.records.records import Records
from send_metrics.records.report import RowBalance

PUBLISHED = Path(__file__).with_name("lancashire_2026-01.csv")
NEUROSURGERY = [
    *(10, 19, 16, 34, 12, 1, 27, 8, 18, 5, 5, 5, 2, 2, 11, 3, 13, 11, 4, 5, 6, 18, 9),
    *(37, 6, 4, 1, 0, 0, 1, 1, 2, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0),
    *(0, 2, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1),
]


@pytest.fixture(scope="module")
def records() -> Records:
    return read(RttExtract(), PUBLISHED)


def test_the_bands_of_neurosurgery_are_those_published(records: Records) -> None:
    frame = records.tables["waiting_list_bands"].native
    waiting = frame[
        (frame["part"] == "incomplete") & (frame["treatment_function"] == "C_150")
    ]
    by_band = waiting.groupby("band")["pathways"].sum()

    assert by_band.to_dict() == {
        weeks: count for weeks, count in enumerate(NEUROSURGERY) if count
    }
    assert waiting["pathways"].sum() == 308


def test_the_six_who_wait_for_other_mental_health_services_are_there(
    records: Records,
) -> None:
    frame = records.tables["waiting_list_bands"].native
    waiting = frame[frame["treatment_function"] == "X03"]

    assert waiting["pathways"].sum() == 6
    assert waiting.loc[waiting["band"] <= 17, "pathways"].sum() == 3


def test_every_part_of_one_providers_lists_is_there(records: Records) -> None:
    frame = records.tables["waiting_list_bands"].native
    one = frame[(frame["provider"] == "RR8") & (frame["commissioner"] == "01K")]

    assert set(one["part"]) == {
        "incomplete",
        "incomplete_decision_to_admit",
        "completed_admitted",
        "completed_non_admitted",
        "new",
    }
    assert not set(one["treatment_function"]) & {"C_999"}


def test_every_published_line_is_sound_and_every_total_agrees(records: Records) -> None:
    source = records.report.sources[0]
    balance = source.balances["waiting_list_bands"]

    assert source.findings == ()
    assert balance == RowBalance(
        rows_in=balance.accepted + balance.merged_duplicates,
        accepted=len(records.tables["waiting_list_bands"].native),
        merged_duplicates=balance.merged_duplicates,
    )
    assert source.notes == (
        "69 lines: 64 of treatment functions, 5 of totals left to their functions,"
        " 0 repeated, 0 set aside, 0 empty",
    )


def test_columns_that_are_not_needed_are_not_taken_in(records: Records) -> None:
    left_out = records.report.sources[0].columns_left_out["waiting_list_bands"]

    assert left_out == (
        "Provider Parent Org Code",
        "Provider Parent Name",
        "Provider Org Name",
        "Commissioner Parent Name",
        "Commissioner Org Name",
        "RTT Part Description",
        "Treatment Function Name",
    )
