"""The quick reader and the careful one say the same of every return that both can read."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics.adapters import Pseudonyms, Reading
from send_metrics.adapters.message import stream
from send_metrics.adapters.sen2 import Sen2, bulk, reader
from send_metrics.adapters.sen2.levels import Levels, NotPlainError
from send_metrics.demo.sen2_return import write_return
from send_metrics.errors import SourceError

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


def quickly(path: Path) -> Reading:
    """Return what the quick reader makes of a file.

    The careful one sees no more of it than it must, as with a file of real size.

    Raises:
        NotPlainError: it leaves the file to the careful one.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "_CHUNK", 16)
        patch.setattr(reader, "batches", refuse)
        return Sen2().read(path, Pseudonyms())


def carefully(path: Path) -> Reading:
    """Return what the careful reader makes of a file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "plain_batches", refuse)
        return Sen2().read(path, Pseudonyms())


def both(path: Path) -> tuple[Reading, Reading]:
    """Return what each reader makes of a file."""
    return quickly(path), carefully(path)


def assert_same_if_plain(path: Path) -> None:
    """Assert that the quick reader says the same as the careful one, or nothing."""
    with contextlib.suppress(NotPlainError, SourceError):
        quick = quickly(path)
        assert_same(quick, carefully_or_fail(path))


def carefully_or_fail(path: Path) -> Reading:
    """Return what the careful reader says of a file that the quick one has accepted."""
    try:
        return carefully(path)
    except SourceError as error:
        return pytest.fail(f"only the quick reader accepts it: {error}")


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
    monkeypatch.setattr(reader, "PERSONS_AT_A_TIME", at_a_time)
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
            f"<Exported>{text()}</Exported>",
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


ONE = person(request(assessment(plan(named(URN="900001")))))
OTHER = person(
    request(
        assessment(plan(named(URN="900002"))),
        active(attended(UKPRN="10000001"), need(), **REVIEWED),
        "\n<Exported>202</Exported>",
    ),
    UPN="B919000000002",
    Surname="Other",
)
# The careful reader goes over the first person in any case.
WHOLE = message(ONE, OTHER, ONE, OTHER)
LAST = WHOLE.rindex("<Person>")


def in_last(old: str, new: str) -> str:
    """Return the whole return with something changed in its last person."""
    assert old in WHOLE[LAST:]
    return WHOLE[:LAST] + WHOLE[LAST:].replace(old, new, 1)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.replace("\n", "\r\n"),
        WHOLE.replace("\n", "\r"),
        WHOLE.replace("\n", ""),
        WHOLE.replace("\n", "\n\t  "),
        "\ufeff" + WHOLE,
        '<?xml version="1.0"?>' + WHOLE,
        '<?xml version="1.0" encoding="UTF-8"?><!-- of us --><?and so?>' + WHOLE,
        WHOLE.replace("<Message>", '<Message xmlns="urn:a" n=">">'),
        WHOLE.replace("<Source>", "<!-- <Persons><Person> --><Source a='1'>"),
        WHOLE.replace("<Persons>", "<Persons><!-- here --> they are: "),
        WHOLE.replace("<Source>", "<Person><Person/></Person><Source>"),
        WHOLE.replace("Person>", "person>").replace("Sex>", "SEX>"),
        WHOLE.replace("</", "</d:").replace("<", "<d:").replace("<d:/", "</"),
        in_last("<Exported>202</Exported>", "<Exported/>"),
        in_last("<Exported>202</Exported>", "<Exported\n />"),
        in_last("<Exported>202</Exported>", "<Exported></Exported>"),
        in_last("<Exported>202</Exported>", "<Exported>\n202 </Exported>"),
        in_last("<SENneed>", "<SENneed/><SENneed>"),
        in_last("Other", "M\xfcller &amp; &quot;Sons&apos; &amp;lt;"),
        in_last("B919", "b9&amp;19"),
        in_last("Other", "x" * 32_000),
        in_last("</Requests>", "</Requests> text where none belongs"),
        WHOLE.replace("</Persons>", "\n </Persons>") + "\n\n",
    ],
)
@pytest.mark.parametrize("chunk", [23, 262_144])
def test_what_is_plain_is_read_quickly_and_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, chunk: int
):
    monkeypatch.setattr(bulk, "_CHUNK", chunk)

    assert_same(*both(written(tmp_path, text)))


def test_a_return_without_any_active_plan_or_need_is_read_alike(tmp_path: Path):
    assert_same(*both(written(tmp_path, message(ONE, ONE))))


@pytest.mark.parametrize("encoding", ["UTF-8", "iso-8859-1", "windows-1252"])
def test_every_usual_encoding_is_read_quickly_and_alike(tmp_path: Path, encoding: str):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + in_last("B919", "B\xe9")

    assert_same(*both(written(tmp_path, text.encode(encoding))))


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0" encoding="iso-8859-15"?>' + WHOLE,
        WHOLE.encode("utf-16"),
        WHOLE.replace("</Header>", "</Header><Extra/>"),
        WHOLE.replace("</Header>", "</Header><Extra><Person/></Extra>"),
        WHOLE.replace("<Persons>", "<Persons><Family/>"),
        WHOLE.replace("<Persons>", "<Persons/><Persons>"),
        WHOLE.replace("</Persons>", "</Persons><Persons/>"),
        WHOLE.replace("</Persons>", "<Family/></Persons>"),
        WHOLE + "<!-- The end. -->",
        in_last("Other", "Other<!-- a note -->"),
        in_last("Other", "<![CDATA[Other]]>"),
        in_last("Other", "<?with style?>Other"),
        in_last("Other", "O&#116;her"),
        in_last("Other", "a &lt; b"),
        in_last("Other", "a > b"),
        in_last("Other", "\uff41"),
        in_last("Other", "x" * 65_600),
        in_last("<Sex>", "<Sex a='1'>"),
        in_last("<Sex>", "<Sex >"),
        in_last("<Sex>F</Sex>", "<SEX>F</SEX>"),
        in_last("<Sex>F</Sex>", "<d:Sex>F</d:Sex>"),
        in_last("<Sex>F</Sex>", "<Sex>F</Sex><Sex>M</Sex>"),
        in_last("<Sex>F</Sex>", "<Gender>F</Gender>"),
        in_last("<Sex>F</Sex>", "<URN>900001</URN>"),
        in_last("<Exported>202", "<Exported>202<SENtype>MLD</SENtype>"),
        message(ONE, ONE.replace("<Sex>", "<URN>900001</URN><Sex>")),
        in_last("<Exported>202", "<Exported>202<Assessment/>"),
        in_last("<SENneed>", "<PlanDetail/><SENneed>"),
        in_last("<Person>", "<Surname>Nobody</Surname><Person>"),
        in_last("</Requests>", "</Requests>" + "<Requests/>" * 1_000),
    ],
)
@pytest.mark.parametrize("chunk", [23, 262_144])
def test_what_is_not_plain_is_left_to_the_careful_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | bytes, chunk: int
):
    monkeypatch.setattr(bulk, "_CHUNK", chunk)

    with pytest.raises(NotPlainError):
        quickly(written(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        in_last("</Sex>", "</sex>"),
        in_last("<Sex>F</Sex>", "</Sex>F<Sex>"),
        in_last("<Sex>F</Sex>", "<Sex>F<Sex/>"),
        in_last("<Sex>F</Sex>", "<Sex>F</Ethnicity>"),
        in_last("<Sex>F</Sex>", "<Sex>F"),
        in_last("<SENneed>", ""),
        in_last("<SENneed>", "<senneed>"),
        in_last("</SENneed>", "</ActivePlans>"),
        in_last("Other", "]]>"),
        in_last("Other", "a < b"),
        in_last("Other", "a <> b"),
        in_last("Other", "R & D"),
        in_last("Other", "\x0b"),
        in_last("Other", "\uffff"),
        in_last("Other", "\xff").encode("latin-1"),
        WHOLE.replace("UKPRN>", "1:UKPRN>"),
        WHOLE.replace("UKPRN>", "a b:UKPRN>"),
        WHOLE.replace("UKPRN>", "a}UKPRN>"),
        WHOLE.replace("</Persons>", ""),
        WHOLE.replace("</Message>", "</Persons>"),
        WHOLE + "and more",
        WHOLE[: WHOLE.rindex("</Person>")],
    ],
)
def test_what_is_not_well_formed_is_never_read_quickly(
    tmp_path: Path, text: str | bytes
):
    with pytest.raises(NotPlainError):
        quickly(written(tmp_path, text))


def test_a_person_without_end_is_given_up_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bulk, "_CHUNK", 50)
    monkeypatch.setattr(bulk, "_MOST_WITHOUT_A_PERSON", 2_000)

    assert_same(*both(written(tmp_path, WHOLE)))
    with pytest.raises(NotPlainError):
        quickly(written(tmp_path, in_last("Other", "Other " * 500)))


_PIECES = st.sampled_from(
    [
        *"<>/&;!-[]?:\r\n\t aA1='\"\x00\xe9\uffff",
        *(
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "&amp;",
            "&lt;",
            "&#49;",
            "<?",
            "?>",
            "/>",
        ),
        *("<Sex>", "</Sex>", "<Sex/>", "<SENneed>", "</SENneed>", "<URN>1</URN>"),
        *("<Person>", "</Person>", "<Requests>", "</Requests>", "<Requests/>", "</"),
        *("</Persons>", "</Message>", "<Exported>1</Exported>", "<sex>M</sex>"),
    ]
)
_CHANGES = st.lists(
    st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 12), _PIECES | st.just("")),
    min_size=1,
    max_size=4,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=150,
)
@given(changes=_CHANGES, chunk=st.integers(1, 400), late=st.booleans())
def test_whatever_is_put_in_or_taken_out_nothing_is_read_otherwise(
    tmp_path: Path, changes: list[tuple[int, int, str]], chunk: int, *, late: bool
):
    text = WHOLE
    for place, length, piece in changes:
        at = max(place, LAST) if late else place
        text = text[:at] + piece + text[at + length :]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_CHUNK", chunk)
        assert_same_if_plain(written(tmp_path, text))
