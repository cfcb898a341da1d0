import pytest

from send_metrics.calculate import Figure
from send_metrics.calculate.figure import State
from send_metrics.domain.period import Period, academic_year, calendar_year
from send_metrics.errors import UsageError
from send_metrics.kpis.catalogue import kpi
from send_metrics.reports import (
    Layout,
    Number,
    Phrase,
    breakdown_block,
    definitions_block,
    headline_block,
    highlights,
    waits_block,
    when_in_words,
)
from send_metrics.reports.charts import draw_bars
from send_metrics.reports.layout import TableBlock, words

from .examples import DAY, IN_TIME, by_need, requests, share, unavailable, waiting


def printed(table: TableBlock) -> list[dict[str, str]]:
    headings = [column.heading for column in table.columns]
    return [dict(zip(headings, map(words, row), strict=True)) for row in table.rows]


def test_a_headline_says_how_much_of_how_many_and_when():
    row = printed(headline_block([share(322, 560, undetermined=3, excluded=41)]))[0]

    assert row == {
        "Measure": "EHC plans issued within 20 weeks, excluding exceptions",
        "Value": "57.5%",
        "Counted": "322 of 560",
        "When": "1 January to 31 December 2025",
        "Undetermined": "3",
        "Left out": "exceptions apply: 41",
        "Remark": "none",
        "Definition": "official, edition 1",
    }


def test_a_workbook_gets_value_unit_numerator_and_denominator_apart():
    table = headline_block([share(322, 560)])

    assert table.columns[1].headings == ("Value", "Unit")
    assert table.rows[0][1] == Phrase("57.5%", (Number("57.5"), "per cent"))
    assert table.rows[0][2] == Phrase("322 of 560", (Number("322"), Number("560")))


def test_a_figure_that_is_not_available_shows_no_count_and_its_reason():
    row = printed(headline_block([unavailable()]))[0]

    assert row["Value"] == "[x]"
    assert row["Counted"] == "[x]"
    assert row["Undetermined"] == "[x]"
    assert row["Left out"] == "[x]"
    assert row["Remark"] == "not available: attendance_marks was not supplied"


def test_a_figure_about_nobody_says_so_and_keeps_its_counts():
    row = printed(headline_block([share(0, 0, undetermined=4)]))[0]

    assert row["Value"] == "[z]"
    assert row["Counted"] == "0 of 0"
    assert row["Undetermined"] == "4"
    assert row["Remark"] == "not applicable: there are no plans issued"


def test_a_breakdown_uses_words_for_codes_in_the_order_of_their_list():
    rows = printed(breakdown_block(by_need()))

    assert [row["Primary need"] for row in rows] == [
        "Autistic spectrum disorder",
        "Hearing impairment",
        "Multi-sensory impairment",
        "Not known",
    ]
    assert [row["Share (%)"] for row in rows] == ["28.0", "66.7", "[z]", "33.3"]


def test_a_code_that_is_in_no_list_is_shown_as_it_is():
    table = breakdown_block([share(1, 2, {"primary_need": "QQ"})])

    assert table.rows[0][0] == Phrase("QQ", ("QQ", "QQ"))


def test_ages_are_in_the_order_of_their_numbers():
    figures = [share(1, 2, {"age_at_request": age}) for age in ("10", "unknown", "4")]

    rows = printed(breakdown_block(figures))

    assert [row["Age at request"] for row in rows] == ["4", "10", "Not known"]


def test_the_chart_of_a_breakdown_is_read_from_its_table():
    table = breakdown_block(by_need())

    assert table.chart is not None
    assert [(bar.label, words(bar.number)) for bar in table.bars] == [
        ("Autistic spectrum disorder", "28.0"),
        ("Hearing impairment", "66.7"),
        ("Multi-sensory impairment", "[z]"),
        ("Not known", "33.3"),
    ]
    assert "Hearing impairment 66.7%; Multi-sensory impairment [z]" in (
        table.chart.description
    )


def test_too_many_bars_make_no_chart():
    figures = [share(1, 2, {"primary_need": f"Q{n}"}) for n in range(21)]

    assert breakdown_block(figures).chart is None


def test_several_periods_get_a_column_and_no_chart():
    figures = [
        share(1, 2, {"primary_need": "ASD"}),
        share(1, 3, {"primary_need": "ASD"}, when=academic_year(2024)),
    ]

    table = breakdown_block(figures)

    assert printed(table)[1]["When"] == "1 September 2024 to 31 August 2025"
    assert table.chart is None


def test_a_breakdown_of_a_count_does_not_say_the_count_twice():
    table = breakdown_block([requests(12)])

    assert printed(table)[0]["Group"] == "All"
    assert [column.heading for column in table.columns] == [
        "Group",
        "Number",
        "Undetermined",
        "Left out",
        "Remark",
    ]


def test_a_breakdown_of_a_missing_table_is_one_row_with_the_reason():
    assert printed(breakdown_block([unavailable()]))[0]["Group"] == "All"


def test_a_breakdown_without_figures_is_an_empty_table():
    assert breakdown_block([]).rows == ()
    assert waits_block([]).rows == ()
    assert headline_block([]).rows == ()


def test_a_breakdown_of_two_kpis_is_refused():
    with pytest.raises(UsageError, match="a breakdown is of one KPI"):
        breakdown_block([share(1, 2), requests(3)])


def test_waits_are_half_nine_in_ten_and_the_longest():
    row = printed(waits_block([waiting({70: 20, 140: 10}, "speech_and_language")]))[0]

    assert row == {
        "Service": "Speech and language",
        "How many": "30",
        "Half waited up to (weeks)": "10.0",
        "9 in 10 waited up to (weeks)": "20.0",
        "Longest wait (weeks)": "20.0",
        "Undetermined": "0",
        "Left out": "none",
        "Remark": "none",
    }


def test_waits_of_nobody_are_not_applicable():
    row = printed(waits_block([waiting({}, "audiology")]))[0]

    assert row["How many"] == "0"
    assert row["Longest wait (weeks)"] == "[z]"
    assert row["Remark"].startswith("not applicable: there are no")


def test_a_gap_names_the_areas_that_were_not_compared():
    areas = {"East": {7: 10}, "North": {70: 9}, "West": {21: 10}}
    gap = Figure(
        kpi("waits.geographic_gap"), calendar_year(2025), state=State(groups=areas)
    )

    row = printed(breakdown_block([gap]))[0]

    assert row["Value"] == "2.0"
    assert row["Left out"] == "not compared: North"


def test_waits_in_bands_say_why_no_longest_wait_is_known():
    bands = Figure(kpi("waits.rtt_weeks"), DAY, state=State(spread={0: 30, 1: 30}))

    row = printed(waits_block([bands]))[0]

    assert row["Longest wait (weeks)"] == "[x]"
    assert row["Remark"].startswith("[x]: the source gives bands")


def test_a_table_of_waits_refuses_other_figures():
    with pytest.raises(UsageError, match="figures of waits only"):
        waits_block([share(1, 2)])


def test_a_tie_in_a_percentile_is_rounded_up():
    bands = Figure(kpi("waits.rtt_weeks"), DAY, state=State(spread={0: 150, 1: 20}))

    row = printed(waits_block([bands]))[0]

    assert bands.summary["p90_weeks"] == 1.15
    assert row["9 in 10 waited up to (weeks)"] == "1.2"


def test_large_print_says_what_a_number_means():
    said = [
        (h.figure, h.meaning)
        for h in highlights(
            [share(322, 560), waiting({70: 20, 140: 10}), unavailable()]
        )
    ]

    assert said == [
        (
            "57.5%",
            "EHC plans issued within 20 weeks, excluding exceptions."
            " 322 of 560 plans issued. 1 January to 31 December 2025.",
        ),
        (
            "10.0 weeks",
            "Weeks waited so far, by children still waiting."
            " Referrals waiting for a first contact: 30."
            " Half waited up to 10.0 weeks, 9 in 10 up to 20.0 weeks."
            " On 15 January 2026.",
        ),
        (
            "[x]",
            "Persistently absent enrolments."
            " No figure: attendance_marks was not supplied."
            " 1 January to 31 December 2025.",
        ),
    ]


def test_an_average_is_called_one():
    figure = Figure(
        kpi("ehcp.weeks_to_issue_excl_exceptions"), DAY, state=State(spread={70: 1})
    )

    assert "on average. Plans issued: 1." in highlights([figure])[0].meaning


def test_each_definition_is_listed_once_with_its_source():
    table = definitions_block([share(1, 2), share(2, 3), requests(1)])

    identifiers = [row["Identifier"] for row in printed(table)]
    assert identifiers == [IN_TIME, "ehcp.requests_received"]


def test_a_layout_may_be_empty():
    assert Layout("Nothing").sections == ()


def test_large_print_of_one_group_names_the_group():
    said = highlights([share(21, 75, {"primary_need": "ASD"})])[0].meaning

    assert said.startswith(
        "EHC plans issued within 20 weeks, excluding exceptions"
        " (Autistic spectrum disorder). 21 of 75 plans issued."
    )


def test_a_caption_names_the_measure_the_breakdown_and_the_days():
    assert breakdown_block(by_need()).caption == (
        "EHC plans issued within 20 weeks, excluding exceptions, by primary need,"
        " 1 January to 31 December 2025"
    )


def test_a_period_of_one_day_is_that_day():
    assert when_in_words(Period(DAY, DAY)) == "on 15 January 2026"


def test_a_table_without_a_chart_is_not_drawn():
    assert draw_bars(breakdown_block([share(1, 2)]), "name") == ""


def test_a_share_of_a_sample_comes_with_its_interval():
    audits = kpi("quality.audit_good_or_outstanding")
    figure = Figure(audits, academic_year(2024), state=State(11, 30))

    row = printed(headline_block([figure]))[0]

    assert row["Value"] == "36.7%"
    assert row["Remark"] == "95% interval 21.9% to 54.5%"
    assert "11 of 30 audits completed. 95% interval 21.9% to 54.5%." in str(
        highlights([figure])[0].meaning
    )


def test_a_mean_score_says_out_of_what():
    satisfaction = kpi("survey.overall_satisfaction")
    figure = Figure(satisfaction, academic_year(2024), state=State(23, 4))

    assert printed(headline_block([figure]))[0]["Value"] == "5.8 out of 10"
