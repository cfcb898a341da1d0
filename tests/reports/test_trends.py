"""A measure over time as a picture that can be read without seeing it."""

import re
from xml.etree import ElementTree as ET

import pytest

from send_metrics.reports import page_html
from send_metrics.reports.layout import Layout, Mark, Section, TrendChart
from send_metrics.reports.trends import draw_trend
from tests.reports.test_page import Reader


def trend(*marks: Mark, target: float | None = None) -> TrendChart:
    return TrendChart(
        title="Children who wait <now>",
        description="Line chart of 3 periods. Latest 3. Getting worse.",
        marks=marks,
        first="January 2025",
        last="March 2025",
        levels=(("Latest 3", 3), ("Target 2", 2), ("Mean 2", 2)),
        target=target,
    )


RISING = trend(Mark(1, 2, 0, 4), Mark(2, 2, 0, 4), Mark(3, 2, 0, 4, "worse"), target=2)


def drawing(chart: TrendChart) -> ET.Element:
    return ET.fromstring(draw_trend(chart, "name"))  # noqa: S314 - ours


def paths(chart: TrendChart) -> list[dict[str, str]]:
    return [path.attrib for path in drawing(chart).iter("path")]


def strokes(chart: TrendChart, colour: str) -> int:
    return sum(p.get("stroke", "").upper() == colour for p in paths(chart))


def test_a_trend_has_a_name_a_description_and_words_beside_its_lines() -> None:
    drawn = drawing(RISING)
    said = [element.text for element in drawn.iter("text")]

    assert drawn.attrib["role"] == "img"
    assert drawn.attrib["aria-labelledby"] == "name-title name-description"
    assert [element.text for element in drawn[:2]] == [RISING.title, RISING.description]
    assert said[:2] == ["January 2025", "March 2025"]
    assert sorted(map(str, said[2:])) == ["Latest 3", "Mean 2", "Target 2"]


def test_names_of_levels_that_are_near_do_not_cover_each_other() -> None:
    drawn = drawing(RISING)
    heights = sorted(float(text.attrib["y"]) for text in drawn.iter("text"))[:3]

    assert heights[1] - heights[0] > 12
    assert heights[2] - heights[1] > 12


def test_what_stands_out_has_another_shape_and_not_only_another_colour() -> None:
    usual = trend(Mark(1, 2, 0, 4), Mark(2, 2, 0, 4), Mark(3, 2, 0, 4))

    def corners(chart: TrendChart) -> list[int]:
        shapes = [p["d"] for p in paths(chart) if p.get("fill", "none") != "none"]
        return [len(re.findall("[ML]", shape)) for shape in shapes]

    assert len(set(corners(usual))) == 1
    assert corners(RISING)[:2] == corners(usual)[:2]
    assert corners(RISING)[2] < corners(usual)[2]


def test_a_target_is_drawn_if_there_is_one() -> None:
    without = trend(Mark(1), Mark(2), Mark(3))

    assert (strokes(RISING, "#DE1B1B"), strokes(without, "#DE1B1B")) == (1, 0)


@pytest.mark.parametrize(
    ("marks", "lines"),
    [((Mark(1), Mark(2), Mark(3)), 1), ((Mark(1), Mark(None), Mark(3)), 2)],
)
def test_no_line_goes_over_a_gap(marks: tuple[Mark, ...], lines: int) -> None:
    assert strokes(trend(*marks), "#12436D") == lines


def test_a_measure_that_does_not_move_is_drawn_in_the_middle() -> None:
    chart = TrendChart("t", "d", (Mark(5), Mark(5)), "a", "b")

    assert "nan" not in draw_trend(chart, "name")


def test_a_page_holds_a_trend_without_scripts_or_styles_and_says_what_it_says() -> None:
    sections = (Section("One", trends=(RISING, RISING)), Section("Two"))
    page = page_html(Layout("t", sections=sections))
    reader = Reader(page)

    names = [svg["aria-labelledby"] for svg in reader.named("svg")]
    assert len(set(names)) == 2
    assert "<now>" not in page
    assert " style=" not in page
    assert page.count(f'<p class="aside">{RISING.description}</p>') == 2
    assert page == page_html(Layout("t", sections=sections))
