"""A share of a sample is printed with its interval, and any other share without one."""

from send_metrics import Figures, calendar_year, kpi
from send_metrics.calculate.figure import Figure, State
from send_metrics.cli.calculate import printed_figures
from send_metrics.cli.printing import as_csv

AUDITS = "quality.audit_good_or_outstanding"
YEAR = calendar_year(2024)


def share(kpi_id: str, good: int, of: int) -> Figure:
    return Figure(kpi(kpi_id), YEAR, state=State(good, of))


def test_the_interval_stands_beside_the_value() -> None:
    printed = printed_figures(Figures((share(AUDITS, 11, 30),)), [])

    assert "95% interval" in printed
    assert printed.split()[printed.split().index("36.7%") :][:7] == [
        "36.7%",
        "21.9",
        "to",
        "54.5",
        "11",
        "of",
        "30",
    ]


def test_without_an_audit_there_is_a_symbol_and_no_interval() -> None:
    printed = printed_figures(Figures((share(AUDITS, 0, 0),)), [])

    assert "[z]" in printed
    assert "interval" not in printed


def test_a_share_of_all_has_no_interval() -> None:
    figure = share("ehcp.requests_refused", 11, 30)

    assert "interval" not in printed_figures(Figures((figure,)), [])
    assert figure.interval is None
    assert "interval" not in figure.to_dict()


def test_both_ends_have_columns_of_their_own_in_csv() -> None:
    heading, row = as_csv(Figures((share(AUDITS, 11, 30),)).to_rows()).splitlines()
    cells = dict(zip(heading.split(","), row.split(","), strict=True))

    assert (cells["interval_lower"], cells["interval_upper"]) == ("21.9", "54.5")
