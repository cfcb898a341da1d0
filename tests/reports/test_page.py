import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser

import pytest

from send_metrics.reports import (
    Layout,
    Section,
    breakdown_block,
    page_html,
    plain_table,
    write_page,
)

from .examples import HOSTILE, by_need, hostile_layout, layout

NEVER_CLOSED = {"meta", "img", "br", "hr", "link", "input"}


class Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in NEVER_CLOSED:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module", params=[layout, hostile_layout])
def page(request) -> Reader:
    return Reader(page_html(request.param()))


def test_every_element_is_closed_in_turn(page):
    assert page.open == []


def test_there_is_one_first_heading_and_no_level_is_skipped(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_every_identifier_is_unique_and_every_reference_leads_somewhere(page):
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    references = [
        reference
        for _, attributes in page.tags
        for reference in (attributes.get("aria-labelledby") or "").split()
    ]
    anchors = [
        href[1:]
        for attributes in page.named("a")
        if (href := attributes["href"] or "").startswith("#")
    ]

    assert len(set(ids)) == len(ids)
    assert set(references) | set(anchors) <= set(ids)


def test_there_are_no_scripts_handlers_inline_styles_or_other_files(page):
    tags = {tag for tag, _ in page.tags}
    attributes = {name for _, held in page.tags for name in held}

    assert not tags & {"script", "img", "iframe", "object", "link", "form", "use"}
    assert not {name for name in attributes if name.startswith("on")}
    assert not attributes & {"style", "src", "srcset", "action", "xlink:href"}


def test_the_policy_allows_the_one_style_and_nothing_else():
    html = page_html(layout())
    style = html.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(
        meta["content"] or ""
        for meta in Reader(html).named("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )

    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "@import" not in style
    assert "url(" not in style


def test_hostile_labels_are_shown_as_text():
    reader = Reader(page_html(hostile_layout()))

    text = "".join(reader.text)
    assert "<script>alert(1)</script>" in text
    assert "{{ 7 * 7 }}" in text
    assert "=1+1" in text
    assert {a["href"] for a in reader.named("a")} <= {
        "#content",
        "#about",
        *(f"#section-{n}" for n in range(1, len(HOSTILE) + 3)),
    }


def test_the_language_is_british_english_and_the_page_fits_a_phone(page):
    viewport = [m for m in page.named("meta") if m.get("name") == "viewport"]

    assert page.named("html") == [{"lang": "en-GB"}]
    assert viewport[0]["content"] == "width=device-width, initial-scale=1"


def test_the_first_link_skips_to_the_content(page):
    assert page.named("a")[0]["href"] == "#content"


def test_every_table_has_a_caption_and_scoped_headings_in_a_box_that_scrolls(page):
    tables = len(page.named("table"))

    assert tables
    assert len(page.named("caption")) == tables
    assert {th["scope"] for th in page.named("th")} == {"col", "row"}
    boxes = [a for a in page.named("div") if a.get("role") == "region"]
    assert len(boxes) == tables
    assert all(box["tabindex"] == "0" for box in boxes)


def test_a_chart_is_a_picture_with_a_name_and_a_description():
    reader = Reader(page_html(layout()))

    charts = reader.named("svg")
    assert len(charts) == 2
    assert all(chart["role"] == "img" for chart in charts)
    assert "Bar chart. EHC plans issued within 20 weeks" in "".join(reader.text)


def test_a_page_prints_values_with_units_and_reasons():
    text = "".join(Reader(page_html(layout())).text)

    assert "57.5%" in text
    assert "322 of 560" in text
    assert "not available: attendance_marks was not supplied" in text


def test_the_same_layout_gives_the_same_bytes(tmp_path):
    one = write_page(layout(), tmp_path / "one")
    other = write_page(layout(), tmp_path / "other.html")

    assert one == tmp_path / "one" / "index.html"
    assert other == tmp_path / "other.html"
    assert one.read_bytes() == other.read_bytes()
    assert b"\r" not in one.read_bytes()


def test_a_style_of_the_reader_does_not_change_the_drawing():
    import matplotlib as mpl

    before = page_html(layout())
    with mpl.rc_context({"font.size": 40, "svg.fonttype": "path"}):
        assert page_html(layout()) == before


def test_two_charts_on_a_page_do_not_share_identifiers():
    table = breakdown_block(by_need())
    sections = (Section("a", tables=(table, table)), Section("b", tables=(table,)))

    reader = Reader(page_html(Layout("t", sections=sections)))

    names = [svg["aria-labelledby"] for svg in reader.named("svg")]
    assert len(set(names)) == 3


def test_an_empty_table_says_that_there_is_nothing():
    empty = Section("Empty", tables=(plain_table("Rows", ["a"], []),))

    text = "".join(Reader(page_html(Layout("t", sections=(empty,)))).text)

    assert "Rows: there is nothing to show." in text


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def brightness(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_letters_stand_out_from_every_ground_they_are_on():
    style = page_html(layout()).split("<style>")[1].split("</style>")[0]
    colour = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))

    for letters in ("ink", "quiet", "brand", "link"):
        for ground in ("#ffffff", colour["pale"]):
            assert contrast(colour[letters], ground) >= 4.5
    assert contrast("#ffffff", colour["brand"]) >= 4.5
