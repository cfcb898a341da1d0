"""Whatever a file holds, reading it quickly is to come to what reading by line does."""

import contextlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from unittest import mock

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from send_metrics.adapters.rtt.layout import layout_of
from send_metrics.adapters.rtt.lines import read_lines
from send_metrics.adapters.rtt.plain import plain_lines
from send_metrics.errors import SourceError

from .both_ways import TABLE, lines_both_ways, read_both_ways
from .conftest import ReadContent
from .made_up import CODES, HEADER, extract, line, new
from .test_published_extract import PUBLISHED

WIDTH = len(HEADER)


def parsing_by_line_forbidden() -> AbstractContextManager[object]:
    return mock.patch(
        "send_metrics.adapters.rtt.figures._parsed", side_effect=AssertionError
    )


COUNTS = st.one_of(
    st.sampled_from(["", "0", "0", "0", "1", "7", "12"]),
    st.sampled_from(["00", "04", "000", "999999999", "1234567890", "00000000012"]),
    st.sampled_from([" ", " 3", "3 ", "-1", "+5", "1.5", "4.0", "1e3", "1e12", "1_0"]),
    st.sampled_from(['"5"', '""', "*", "nan", "inf", "True", "0x1F", "٣", "/", ":"]),
)
NAMES = st.sampled_from(
    [
        *("A TRUST", "", '""', '"A TRUST, NORTH"', '"A, B, C"', '",,"', "St. É"),
        *('A "B" C', '"A ""B"" C"', '"A', 'A"', '"A"B', '"A\nB"', '"A\r\nB"', "A, B"),
    ]
)
WORDS = {
    "Period": ["RTT-January-2026", "RTT-December-2025", "April-2021", "", '"May-2024"'],
    "Provider Org Code": ["RZ1", "RZ1", "RZ2", "", " ", "12345678", "123456789", "é"],
    "Commissioner Parent Org Code": ["QZ1", "QZ2", "", "Q" * 40, '"QZ1"', '"Q,1"'],
    "Commissioner Org Code": ["01Z", "NA", "007", "", " 01Z", "NONC"],
    "RTT Part Type": [
        "Part_2",
        "Part_2",
        "Part_3",
        "Part_1B",
        " Part_2",
        "",
        '"Part_2"',
    ],
    "Treatment Function Code": ["C_150", "X04", "C_999", "C_999 ", "Total", ""],
}
ENDS = st.sampled_from(["\n", "\r\n", "\r\n", "\r", "\n\r", "\r\r\n"])


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line with its end: most are as they should be, but in one or two cells."""
    kind = draw(st.sampled_from(["list"] * 8 + ["empty", "commas", "short", "long"]))
    end = draw(ENDS)
    if kind == "empty":
        return end
    if kind == "commas":
        return draw(st.sampled_from([",", ", ", '"",'])) * (WIDTH - 1) + end
    sound = line({0: 3, 17: 2}, part="Part_2")
    cells = [sound[name].replace(",", "") for name in HEADER]
    for at in draw(st.lists(st.integers(len(CODES), WIDTH - 1), max_size=4)):
        cells[at] = draw(COUNTS)
    for name in draw(st.lists(st.sampled_from(list(CODES)), max_size=2)):
        words = st.sampled_from(WORDS[name]) if name in WORDS else NAMES
        cells[HEADER.index(name)] = draw(words)
    extra = {"short": cells[:-1], "long": [*cells, "1"]}
    return ",".join(extra.get(kind, cells)) + end


@st.composite
def extracts(draw: st.DrawFn) -> bytes:
    """A file that starts with a header and may end anywhere."""
    start = draw(st.sampled_from(["", "", "\ufeff", "\n", "," * (WIDTH - 1) + "\r\n"]))
    header = ",".join(HEADER) + draw(st.sampled_from(["\r\n", "\n"]))
    body = "".join(draw(st.lists(lines(), min_size=1, max_size=6)))
    content = (start + header + body).encode()
    cut = draw(st.sampled_from([0, 0, 0, 1, 2, 5, 60]))
    return content[: len(content) - cut]


@settings(max_examples=60, deadline=None)
@given(content=extracts(), block=st.sampled_from([1000, 4000, 2_000_000]))
def test_both_ways_agree_on_any_file(content: bytes, block: int) -> None:
    with contextlib.suppress(SourceError):
        lines_both_ways(content, block)


plain_counts = st.sampled_from(["", "0", "1", "20", "04", "00", "999999999"])


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["Part_1A", "Part_1B", "Part_2", "Part_2A", "Part_3"]),
            st.sampled_from(["C_150", "X04", "C_999"]),
            st.sampled_from(["RZ1", "RZ234", "A-CODE-OF-TWENTY-ONE"]),
            st.lists(plain_counts, min_size=WIDTH - 13, max_size=WIDTH - 13),
        ),
        min_size=1,
        max_size=6,
    ),
    order=st.sampled_from([HEADER, HEADER[::-1], [*HEADER[60:], *HEADER[:60]]]),
    ends=st.sampled_from(["\n", "\r\n"]),
)
@example(
    rows=[("Part_2", "C_150", "RZ1", ["0"] * 107 + ["5"])], order=HEADER, ends="\n"
)
def test_clean_files_need_no_reading_by_line(
    rows: Sequence[tuple[str, str, str, list[str]]],
    order: Sequence[str],
    ends: str,
) -> None:
    listed = [
        line(part=part, function=function, provider=provider)
        | dict(zip(HEADER[13:], counts, strict=True))
        for part, function, provider, counts in rows
    ]
    content = extract(listed, order, ends).encode()

    with parsing_by_line_forbidden():
        quickly = read_lines([content], "extract.csv")
    assert quickly.height == len(rows)
    lines_both_ways(content, len(content))


def test_the_published_extract_needs_no_reading_by_line() -> None:
    with parsing_by_line_forbidden():
        quickly = read_lines([PUBLISHED.read_bytes()], PUBLISHED.name)
    assert quickly.height == 69


def test_both_ways_agree_on_the_published_extract() -> None:
    assert read_both_ways(PUBLISHED).findings == ()


def test_one_odd_line_makes_only_its_block_be_read_by_line(
    read: ReadContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("send_metrics.adapters.band_lists.opening.BYTES_AT_ONCE", 1000)
    rows = [line({at: 1 + at}, provider=f"R{at:02}") for at in range(40)]
    rows[20] |= {"Provider Org Name": "A mad\u00e9-up trust"}
    reading = read(extract([*rows, new("7")]))

    assert reading.findings == ()
    assert reading.frames[TABLE]["band"].tolist()[:40] == list(range(40))


def test_a_block_with_an_endless_code_is_read_by_line(read: ReadContent) -> None:
    """Otherwise every line of it would take as much room as that code."""
    content = extract([line({0: 3}), line({0: 2}, commissioner="Q" * 50_000)])
    header, body = content.encode().split(b"\r\n", 1)

    assert plain_lines(body, layout_of(header.decode(), "extract.csv")) is None
    assert read(content).frames[TABLE]["pathways"].tolist() == [3, 2]
