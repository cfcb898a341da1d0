"""The canonical table of figures that DfE has published."""

from send_metrics.records.schema import Column, TableSchema

MISSING_SYMBOLS = {
    "c": "confidential",
    "x": "unavailable",
    "z": "not applicable",
    ":": "not applicable, in older files",
    "low": "rounds to 0 but is not 0",
}
"""What DfE publishes in place of a value, and why there is none."""

PUBLISHED_FIGURES = TableSchema(
    name="published_figures",
    row="one value that DfE has published, to stand beside a figure and never in one",
    columns=(
        Column("file_kind", "code", "which published file it is of", required=True),
        Column("time_period", "code", "2024 or 202425, as published", required=True),
        Column("time_identifier", "code", "Calendar year, Autumn term and so on"),
        Column("geographic_level", "code", "National, Regional or Local authority"),
        Column("area_code", "code", "code of the country, region or authority"),
        Column("area_name", "code", "its name"),
        Column(
            "authority",
            "code",
            "3-digit code of the local authority; none of a wider area",
        ),
        Column("phase", "code", "phase of schools; none where the file has no phases"),
        Column(
            "breakdown_topic",
            "code",
            "what it is broken down by; none where the file has no breakdowns",
        ),
        Column("breakdown", "code", "the group; two topics may have one of one name"),
        Column("measure", "code", "name of the published column", required=True),
        Column("published", "id", "the value as it is printed", required=True),
        Column("value", "number", "the value; empty where a symbol is printed"),
        Column(
            "missing",
            "code",
            "the symbol that is printed instead of a value; none where there is one",
            frozenset({*MISSING_SYMBOLS, "none"}),
        ),
    ),
    key=(
        *("file_kind", "time_period", "time_identifier"),
        *("geographic_level", "area_code", "area_name", "phase"),
        *("breakdown_topic", "breakdown", "measure"),
    ),
)
