"""Files that are no return, broken, or made to do harm: refused, or read to the row."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics.adapters import Pseudonyms, Reading
from send_metrics.adapters.school_census import SchoolCensus
from send_metrics.errors import SourceError

from .builder import attendance, message, needs, pupil

WHOLE = message(
    pupil(attendance(100, {"I": 3}), sen=needs("K", ("1", "SLCN"))),
    leavers=(pupil(attendance(9), upn="B2", element="PupilNoLongerOnRoll"),),
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
CANARY = WHOLE.replace("919123412001", "CANARYUPN").replace("WBRI", "CANARY")


def reading(folder: Path, text: str | bytes) -> Reading:
    path = folder / "census.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return SchoolCensus().read(path, Pseudonyms())


def refused(folder: Path, text: str | bytes) -> str:
    with pytest.raises(SourceError) as caught:
        reading(folder, text)
    words = str(caught.value)
    assert words.startswith("census.xml")
    assert "\n" not in words
    assert str(folder) not in words
    return words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            WHOLE.replace("<Message>", '<!DOCTYPE Message [<!ENTITY a "b">]><Message>'),
            "declares a DOCTYPE",
        ),
        (WHOLE.replace("WBRI", "&secret;"), "undefined entity"),
        (WHOLE.replace("WBRI", "x" * 65_537), "more than 64 KB of text"),
        (WHOLE.replace("WBRI", "<a>" * 20 + "</a>" * 20), "nested more than 20 deep"),
        (
            WHOLE.replace(
                "<Surname>", "<Surname " + " ".join(f'a{n}=""' for n in range(51)) + ">"
            ),
            "more than 50 attributes",
        ),
        (WHOLE.replace("WBRI", f"<!--{'x' * 600_000}-->"), "no end in sight"),
        (
            message(pupil(*[attendance()] * 1001)),
            "a pupil has more than 1000 records; check whether the export closed each"
            " PupilOnRoll",
        ),
        (WHOLE.replace("<DOB>", "<DOB><b/>"), "DOB holds further elements"),
        (WHOLE.replace("WBRI", "\x00"), "not well formed"),
        (WHOLE.replace("WBRI", "M\xfcller").encode("latin-1"), "a byte that does not"),
        (WHOLE.replace("UTF-8", "klingon"), "declared encoding"),
        (WHOLE.replace("</Header>", "</Header><Header/>"), "there is a second Header"),
        (
            WHOLE.replace("<Year>2025", "<Year>2024</Year><Year>2025"),
            "the header gives Year twice, differently",
        ),
        (WHOLE.replace("<Term>SPR</Term>", ""), "the header gives no Term"),
        (WHOLE.replace("<Collection>SC</Collection>", ""), "gives no Collection"),
    ],
    ids=[
        *("doctype", "entity", "long text", "depth", "attributes", "comment"),
        *("records", "elements in an item", "nul", "encoding", "unknown encoding"),
        *("second header", "two years", "no term", "no collection"),
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

    assert "a school census is not: check the export" in refused(tmp_path, WHOLE)


@pytest.mark.parametrize(
    "text",
    [
        CANARY[:-20],
        CANARY.replace("CANARY<", "&CANARY;<"),
        CANARY.replace("</Surname>", "</CANARYNAME>"),
        CANARY.replace("Message>", "CANARYROOT>"),
        CANARY.replace(">SC<", ">CANARY COLLECTION<"),
        CANARY.replace(">SPR<", ">CANARY<"),
        CANARY.replace("<Year>2025", "<Year>CANARY"),
        CANARY.replace("2025-01-16", "CANARYDAY"),
        CANARY.replace("<LEA>919", "<LEA>CANARY"),
        CANARY.replace("<Estab>1234", "<Estab>CANARY"),
        CANARY.replace("UTF-8", "CANARY"),
        CANARY.replace(DECLARATION, f"{DECLARATION}<!DOCTYPE CANARY>"),
    ],
)
def test_no_refusal_repeats_what_the_file_says(tmp_path: Path, text: str):
    with pytest.raises(SourceError) as caught:
        reading(tmp_path, text)

    assert "CANARY" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_names_match_in_any_case_and_with_a_namespace(tmp_path: Path):
    plain = reading(tmp_path, WHOLE).frames["attendance_totals"]
    for item in ("SessionsPossible", "PupilOnRoll", "SENprovision", "Header"):
        written = WHOLE.replace(f"<{item}>", f"<a:{item.lower()} xmlns:a='urn:a'>")
        written = written.replace(f"</{item}>", f"</a:{item.lower()}>")

        frame = reading(tmp_path, written).frames["attendance_totals"]

        assert frame.equals(plain)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, len(WHOLE) - 1))
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
