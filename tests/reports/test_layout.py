import pytest

from send_metrics.errors import UsageError
from send_metrics.reports import Column, Link, Number, Phrase, TableBlock, plain_table
from send_metrics.reports.layout import one_line


def test_a_number_holds_no_more_than_what_is_printed():
    number = Number("1,204.50")

    assert number.value == 1204.5
    assert number.decimals == 2


@pytest.mark.parametrize("text", ["", "[c]", "1e5", "nan", "=1", "1.2.3", "٣"])
def test_text_that_is_not_a_number_cannot_pass_for_one(text):
    with pytest.raises(UsageError, match="written with digits"):
        Number(text)


@pytest.mark.parametrize(
    "url",
    ["http://example.org", "javascript:alert(1)", "https://a b", "https://a\nb", "x"],
)
def test_a_link_leads_to_an_https_address_only(url):
    with pytest.raises(UsageError, match="https"):
        Link("words", url)


def test_text_loses_lines_controls_and_direction_marks():
    assert one_line(" two\nlines\x00 \u202eback ") == "two lines back"


def test_endless_text_is_cut_and_says_so():
    cut = one_line("x" * 5000)

    assert len(cut) == 2000
    assert cut.endswith("…")


def test_a_row_that_does_not_fit_its_columns_is_refused():
    with pytest.raises(UsageError, match="row 2 of the table 'Rows' has 1 cells"):
        plain_table("Rows", ["a", "b"], [["x", 1], ["y"]])


def test_a_phrase_that_does_not_fit_the_parts_of_its_column_is_refused():
    column = Column("Counted", parts=("Numerator", "Denominator"))

    with pytest.raises(UsageError, match="does not fit the parts"):
        TableBlock("Rows", (column,), [[Phrase("1", (Number("1"),))]])


@pytest.mark.parametrize("headings", [["Count", "count"], ["Count", ""]])
def test_headings_are_there_and_all_different(headings):
    with pytest.raises(UsageError, match="same heading"):
        plain_table("Rows", headings, [])


def test_a_plain_column_of_whole_numbers_is_numeric():
    table = plain_table("Rows", ["Source", "Read"], [["a", 1200], ["b", 3]])

    assert [column.numeric for column in table.columns] == [False, True]
    assert table.rows[0] == ("a", Number("1,200"))
