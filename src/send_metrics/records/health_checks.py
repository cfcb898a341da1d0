"""The canonical table of health checks, counted by practice."""

from send_metrics.records.schema import Column, TableSchema

AGE_GROUPS = frozenset({"14 to 17", "18 and over"})
OUTCOMES = frozenset({"checked", "not_checked", "declined"})

HEALTH_CHECKS = TableSchema(
    name="health_checks",
    row="people on one practice's register of learning disability, of one age group and"
    " outcome; all outcomes together are the register",
    columns=(
        Column("practice", "code", "general practice, by its code", required=True),
        Column(
            "age_group",
            "code",
            "completed years on 31 March at the end of the financial year",
            AGE_GROUPS,
            required=True,
        ),
        Column(
            "outcome",
            "code",
            "whether a check was carried out since 1 April; declined is apart",
            OUTCOMES,
            required=True,
        ),
        Column(
            "counted_on",
            "day",
            "last day that the counts cover; they begin on 1 April before",
            required=True,
        ),
        Column("pcn", "code", "primary care network of the practice"),
        Column("sub_icb", "code", "location of the integrated care board"),
        Column("icb", "code", "integrated care board of the practice"),
        Column("people", "whole", "people with that outcome", required=True),
    ),
    key=("practice", "age_group", "outcome", "counted_on"),
    dimensions=("age_group", "icb", "sub_icb", "pcn", "practice"),
)
