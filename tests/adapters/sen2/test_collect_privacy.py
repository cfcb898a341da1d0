import traceback
from pathlib import Path

import pytest

from send_metrics.adapters import Pseudonyms, read
from send_metrics.adapters.sen2 import Sen2
from send_metrics.adapters.sen2.collect import people_of_export
from send_metrics.adapters.sen2.profiles import PROFILES
from send_metrics.errors import SourceError

from .collect_builder import (
    edited,
    files_of,
    folder_of,
    named,
    tables_of,
    zip_of,
)
from .test_privacy import CANARIES, TEXT

TABLES = tables_of(TEXT)
FILES = files_of(TABLES)


def test_nothing_personal_or_broken_passes_the_adapter(tmp_path: Path):
    path = zip_of(tmp_path, named(FILES))

    result = Sen2().read(path, Pseudonyms())
    held = read(Sen2(), path)

    shown = [
        repr(result.findings),
        repr(result.balances),
        repr(result.notes),
        repr(held),
        repr(held.report),
        *(frame.to_csv() for frame in result.frames.values()),
    ]
    for canary in CANARIES:
        assert not [text for text in shown if canary in text]
    assert len(result.frames["ehc_requests"]) == 2


def test_the_text_of_columns_that_are_not_read_is_not_held(tmp_path: Path):
    taken: list[str] = []
    persons = people_of_export(
        folder_of(tmp_path, named(FILES)),
        begin=lambda _: PROFILES[2026].person_layout(),
        unexpected=lambda _, name, __: taken.append(name),
        note=lambda _: None,
    )
    for person in persons:
        taken += person.values.values()
        for request in person.every("Requests"):
            taken += request.values.values()

    assert "canaryelement" in taken
    for never in ("CANARYSURNAME", "CANARYFORENAME", "CN1 7RY", "CANARYTEXT"):
        assert never not in taken


BROKEN = {
    "canary in a row cut short": ("person", r"CANARYSURNAME,", "CANARYSURNAME"),
    "canary before an open quote": ("person", "CANARYSURNAME", '"CANARYSURNAME'),
    "canary as a key": ("person", r"\r\n[0-9]+,", "\r\nCANARYKEY,"),
    "canary as the key above": ("requests", r",1,[0-9]+,", ",1,CANARYKEY,"),
    "canary for a header": ("person", r"^.*?\r\n", "CANARYHEADER,CANARY\r\n"),
    "canary in the header": ("sen2", "SEN2,", "CANARY COLLECTION,"),
    "canary for a year": ("sen2", ",2026,", ",CANARY,"),
    "canary for a day": ("sen2", "2026-Jan-15", "CANARY-15"),
    "canary for an authority": ("sen2", ",919,", ",CANARY,"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_no_refusal_repeats_what_a_file_says(tmp_path: Path, fault: str):
    table, pattern, new = BROKEN[fault]
    files = FILES | {table: edited(FILES[table], pattern, new)}

    with pytest.raises(SourceError) as caught:
        Sen2().read(folder_of(tmp_path, named(files)), Pseudonyms())

    assert "CANARY" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "CANARY" not in "".join(traceback.format_exception_only(caught.value))


def test_an_undecodable_file_is_refused_without_its_bytes(tmp_path: Path):
    content = FILES["person"].replace(b"CANARYSURNAME", b"CANARY\x81", 1)

    with pytest.raises(SourceError) as caught:
        Sen2().read(
            folder_of(tmp_path, named(FILES | {"person": content})), Pseudonyms()
        )

    assert "CANARY" not in "".join(traceback.format_exception(caught.value))
