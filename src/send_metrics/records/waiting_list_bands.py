"""The canonical table of published waiting lists, counted in bands of weeks."""

from send_metrics.domain.wait_bands import SCHEMES
from send_metrics.records.schema import Column, TableSchema

WAITING_LIST_BANDS = TableSchema(
    name="waiting_list_bands",
    row="one band of one published waiting list; bands in which nobody waits are left out",
    columns=(
        Column(
            "scheme",
            "code",
            "publication, and with it the scheme of its bands",
            frozenset(scheme.name for scheme in SCHEMES),
            required=True,
        ),
        Column(
            "part",
            "code",
            "which pathways: still waiting, or completed in the month",
            frozenset(
                {
                    "incomplete",
                    "incomplete_decision_to_admit",
                    "completed_admitted",
                    "completed_non_admitted",
                    "new",
                }
            ),
            required=True,
        ),
        Column("counted_on", "day", "last day of the month", required=True),
        Column("icb", "code", "integrated care board of the commissioner"),
        Column("commissioner", "code", "commissioner"),
        Column("provider", "code", "provider"),
        Column("treatment_function", "code", "treatment function, without totals"),
        Column(
            "service",
            "code",
            "children's community service, or diagnostic test, without totals",
            expected=False,
        ),
        Column(
            "band",
            "whole",
            "lower edge; empty where no bands are published, and for those who are in the"
            " total of a list and in none of its bands",
            unit="weeks",
        ),
        Column(
            "pathways",
            "whole",
            "pathways in the band; of other schemes people, or tests waited for",
            required=True,
        ),
        Column(
            "band_not_submitted",
            "flag",
            "these people are in no band, and some band of their list was not submitted",
            expected=False,
            presumed=True,
        ),
    ),
    key=(
        "scheme",
        "part",
        "counted_on",
        "icb",
        "commissioner",
        "provider",
        "treatment_function",
        "service",
        "band",
    ),
    dimensions=("icb", "commissioner", "provider", "treatment_function", "service"),
)
