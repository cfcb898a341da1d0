from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics.adapters import Pseudonyms
from send_metrics.adapters.sen2 import Sen2
from send_metrics.errors import SourceError

from .builder import assessment, header, message, person, reading, request

WHOLE = message(person(request(assessment())))
# An element out of place goes to the careful reader, which alone keeps every limit: the
# quick one bounds what it holds by the size of a person.
STRAY = WHOLE.replace("</Requests>", "<Ward/></Requests>")


def refused(folder: Path, text: str | bytes) -> str:
    with pytest.raises(SourceError) as caught:
        reading(folder, text)
    words = str(caught.value)
    assert words.startswith("return.xml")
    assert "\n" not in words
    assert str(folder) not in words
    return words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("<!DOCTYPE Message []>\n" + WHOLE, "line 1: the file declares a DOCTYPE"),
        ("<Return/>", "line 1: the outermost element is not Message"),
        ("<Message></Message>", "there is no Header"),
        ("<Message><Header/></Message>", "has no CollectionDetails"),
        (message(head=""), "there is no Header"),
        (message(person(), head=""), "line 3: a person comes before the Header"),
        (message(head=header() * 2), "there is a second Header"),
        (message(head=header(Collection="CIN")), "line 4: Collection is CIN, not SEN2"),
        (message(head=header(Year="")), "the header gives no Year"),
        (message(head=header(Year="soon")), "line 5: Year is not a number"),
        (
            message(head=header(2022)),
            "Year is 2022; the years that can be read are 2023, 2024, 2025 and 2026",
        ),
        (message(head=header(ReferenceDate="")), "the header gives no ReferenceDate"),
        (
            message(head=header(ReferenceDate="2026-02-30")),
            "ReferenceDate is not a day",
        ),
        (
            message(head=header().replace("<Year>", "<Year>2025</Year><Year>")),
            "the header gives Year twice, differently",
        ),
        (message(head=header(LEA="")), "the header gives no LEA"),
        (message(head=header(LEA="9190")), "LEA is not the 3-digit code"),
        (WHOLE[:-5], "the XML ends before it is complete"),
        (
            WHOLE.replace("</Requests>", ""),
            "the XML is not well formed (mismatched tag)",
        ),
        (WHOLE.replace("Example", "&secret;"), "(undefined entity)"),
        ('<?xml version="1.0" encoding="klingon"?>' + WHOLE, "declared encoding"),
        ('<?xml version="1.0" encoding="shift_jis"?>' + WHOLE, "declared encoding"),
        ('<?xml version="1.0" encoding="utf-16"?>' + WHOLE, "declared encoding"),
        (
            WHOLE.replace("Example", "M\xfcller").encode("latin-1"),
            "a byte that does not",
        ),
        (WHOLE.replace("Example", "\x00"), "not well formed"),
        (WHOLE.replace("2025-02-03", "2025<b/>-02-03"), "ReceivedDate holds further"),
        (STRAY.replace("Example", "x" * 65_537), "more than 64 KB of text"),
        (STRAY.replace("2025-02-03", "x" * 200_000), "more than 64 KB of text"),
        (
            WHOLE.replace("Example", "<a>" * 17 + "</a>" * 17),
            "nested more than 20 deep",
        ),
        (
            STRAY.replace(
                "<Surname>", "<Surname " + " ".join(f'a{n}=""' for n in range(51)) + ">"
            ),
            "more than 50 attributes",
        ),
        (WHOLE.replace("Example", f"<!--{'x' * 600_000}-->"), "no end in sight"),
        (message(person(request() * 1001)), "more than 1000 records"),
    ],
)
def test_a_file_broken_as_a_whole_is_refused(
    tmp_path: Path, text: str | bytes, words: str
):
    assert words in refused(tmp_path, text)


def test_a_larger_file_than_any_return_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("send_metrics.adapters.message.stream.MOST_BYTES", 500)

    assert "is larger than" in refused(tmp_path, WHOLE)


def test_a_folder_is_refused(tmp_path: Path):
    with pytest.raises(SourceError, match="is a folder"):
        Sen2().read(tmp_path, Pseudonyms())


def test_a_long_collection_is_not_repeated(tmp_path: Path):
    words = refused(tmp_path, message(head=header(Collection="Jane Example of Ware")))

    assert "Jane" not in words


def test_twenty_levels_are_not_too_deep(tmp_path: Path):
    text = WHOLE.replace("Example", "<a>" * 16 + "</a>" * 16)

    assert len(reading(tmp_path, text).frames["ehc_requests"]) == 1


def test_fifty_attributes_and_64_kb_are_not_too_many(tmp_path: Path):
    attributes = " ".join(f'a{n}=""' for n in range(50))
    text = WHOLE.replace("<Surname>Example", f"<Surname {attributes}>" + "x" * 65_536)

    assert len(reading(tmp_path, text).frames["ehc_requests"]) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, len(WHOLE) - 3))
def test_wherever_a_file_is_cut_short_it_is_refused(tmp_path: Path, place: int):
    refused(tmp_path, WHOLE[:place])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, len(WHOLE)), junk=st.binary(min_size=1, max_size=4))
def test_junk_anywhere_is_refused_or_read_with_its_balance(
    tmp_path: Path, place: int, junk: bytes
):
    whole = WHOLE.encode()
    try:
        result = reading(tmp_path, whole[:place] + junk + whole[place:])
    except SourceError:
        return
    for table, balance in result.balances.items():
        assert balance.accepted == len(result.frames[table])
