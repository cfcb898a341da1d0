"""The canonical tables of specialist places, settings, exclusions and timetables."""

from send_metrics.records.columns import PUPIL, SCHOOL, key_column
from send_metrics.records.schema import UNKNOWN, Column, TableSchema

SECTORS = frozenset(
    {
        *("special_school", "resourced_provision", "sen_unit"),
        *("alternative_provision", UNKNOWN),
    }
)
_OF_PUPIL = (
    Column(
        "sen_status",
        "code",
        "N none, K SEN support, E EHC plan",
        frozenset({"N", "K", "E", UNKNOWN}),
    ),
    Column(
        "primary_need",
        "code",
        "type of need of rank 1, as in pupils",
        expected=False,
    ),
    Column("area", "code", "area the pupil belongs to", expected=False),
)

PLACES = TableSchema(
    name="places",
    row="one change in the number of specialist places that are commissioned",
    columns=(
        key_column("change_id", "change"),
        Column("setting_id", "id", "setting that the places are at"),
        Column("sector", "code", "kind of place", SECTORS),
        Column("area", "code", "area that the setting lies in", expected=False),
        Column("changed_on", "day", "first day of the change", required=True),
        Column(
            "places_changed",
            "whole",
            "places that it added; below 0 where places were closed",
            required=True,
            unit="places",
        ),
        Column(
            "temporary", "flag", "the places are for a limited time", expected=False
        ),
    ),
    key=("change_id",),
    dimensions=("sector", "area", "temporary"),
)

SETTING_REVIEWS = TableSchema(
    name="setting_reviews",
    row="one setting that places are commissioned from, with its latest review",
    columns=(
        key_column("setting_id", "setting"),
        Column(
            "setting_kind",
            "code",
            "kind of setting, alternative provision included",
            frozenset(
                {
                    *("special", "alternative_provision", "independent"),
                    *("unregistered", "other", UNKNOWN),
                }
            ),
        ),
        Column("commissioned_on", "day", "places were first commissioned from it"),
        Column(
            "ended_on",
            "day",
            "no places are commissioned from it since; empty: some are",
        ),
        Column(
            "reviewed_on",
            "day",
            "the latest visit or review was completed; empty: there was none",
        ),
    ),
    key=("setting_id",),
    dimensions=("setting_kind",),
)

VALUING_SEND_PROFILES = TableSchema(
    name="valuing_send_profiles",
    row="one profile of a pupil's needs that a school made with Valuing SEND",
    columns=(
        key_column("profile_id", "profile"),
        SCHOOL,
        Column("profiled_on", "day", "the profile was made", required=True),
    ),
    key=("profile_id",),
)

EXCLUSIONS = TableSchema(
    name="exclusions",
    row="one suspension or permanent exclusion of one pupil",
    columns=(
        key_column("exclusion_id", "row"),
        PUPIL,
        Column("school_urn", "id", "URN of the school", expected=False),
        Column(
            "exclusion_type",
            "code",
            "suspension, or permanent exclusion that stands after review",
            frozenset({"suspension", "permanent"}),
            required=True,
        ),
        Column("began_on", "day", "first day of it"),
        *_OF_PUPIL,
    ),
    key=("exclusion_id",),
    dimensions=("sen_status", "primary_need", "area"),
)

PART_TIME_TIMETABLES = TableSchema(
    name="part_time_timetables",
    row="one part-time timetable of one pupil",
    columns=(
        key_column("timetable_id", "row"),
        PUPIL,
        Column("school_urn", "id", "URN of the school", expected=False),
        Column("started_on", "day", "first day of the timetable"),
        Column("ended_on", "day", "first day no longer on it; empty: not (yet)"),
        Column(
            "reviewed_on", "day", "it was last reviewed; empty: not yet", expected=False
        ),
        Column(
            "reason",
            "code",
            "why; medical is an agreed return to school after illness",
            expected=False,
        ),
        *_OF_PUPIL,
    ),
    key=("timetable_id",),
    dimensions=("sen_status", "primary_need", "area", "reason"),
)
