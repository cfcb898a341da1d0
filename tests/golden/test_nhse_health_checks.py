"""NHS England's yearly totals of learning disability health checks."""

from send_metrics import Records, calculate, financial_year
from send_metrics.records.health_checks import HEALTH_CHECKS
from tests.spec.drawing import ENGINES, canonical

REGISTER, CHECKED = 191_843, 138_771
"""England, 2024 to 2025: ages 14 and over on registers, and health checks."""


def test_the_share_of_the_register_that_was_checked_in_2024_to_2025() -> None:
    rows = [
        {"row": "England", "outcome": outcome, "people": f"{people}"}
        | {"counted_on": "2025-03-31"}
        for outcome, people in (
            ("checked", CHECKED),
            ("not_checked", REGISTER - CHECKED),
        )
    ]
    frame = ENGINES["pandas"](HEALTH_CHECKS, canonical("health_checks", rows))
    records = Records.from_frames({"health_checks": frame})
    kpi = "health.ld_annual_health_check_14plus_of_register"

    figure = calculate(kpi, records, period=financial_year(2024))[0]

    assert (figure.state.numerator, figure.state.denominator) == (CHECKED, REGISTER)
    assert figure.display == "72.3"
