"""The canonical tables of how families are heard: contact, portal, surveys and voice."""

from send_metrics.records.columns import AREA, CHILD, TOLD_UP_TO, key_column
from send_metrics.records.schema import UNKNOWN, Column, TableSchema

CONTACT_LOG = TableSchema(
    name="contact_log",
    row="one call to a line, or one e-mail to a mailbox, of the SEND service",
    columns=(
        key_column("contact_id", "call or e-mail"),
        Column(
            "channel",
            "code",
            "how contact was made",
            frozenset({"call", "email"}),
            required=True,
        ),
        Column("line", "code", "the line or mailbox, by its name", expected=False),
        AREA,
        Column("received_on", "day", "the call rang, or the e-mail came in"),
        Column(
            "call_outcome",
            "code",
            "answered by a person, or abandoned before; none for an e-mail",
            frozenset({"answered", "abandoned", "none", UNKNOWN}),
            expected=False,
        ),
        Column(
            "seconds_waited",
            "whole",
            "from the end of recorded messages to the answer, or until it was abandoned",
            expected=False,
            unit="seconds",
        ),
        Column(
            "needs_reply",
            "flag",
            "an e-mail that asks for a reply: no automatic answer and no duplicate",
            expected=False,
        ),
        Column(
            "urgent",
            "flag",
            "it is about a matter of the published list of urgent ones",
            expected=False,
            presumed=True,
        ),
        Column(
            "replied_on",
            "day",
            "a person replied in substance; empty: not yet",
            expected=False,
        ),
        TOLD_UP_TO,
    ),
    key=("contact_id",),
    dimensions=("channel", "line", "area", "urgent"),
)

FAMILY_UPDATES = TableSchema(
    name="family_updates",
    row="one update about an open case that was given to the family unasked",
    columns=(
        key_column("update_id", "update"),
        CHILD,
        Column("given_on", "day", "the family was called, written to or met"),
    ),
    key=("update_id",),
)

PORTAL_COVERAGE = TableSchema(
    name="portal_coverage",
    row="one district and one process that the families' portal is to serve",
    columns=(
        Column("district", "code", "the district", required=True),
        Column(
            "process",
            "code",
            "what families can do in it",
            frozenset({"new_requests", "existing_plans"}),
            required=True,
        ),
        Column("live_on", "day", "first day of use; empty: not yet"),
    ),
    key=("district", "process"),
    dimensions=("district", "process"),
)

PORTAL_CASES = TableSchema(
    name="portal_cases",
    row="one EHC plan that the family can see in the portal",
    columns=(
        Column("plan_id", "id", "the plan, as in ehc_plans", required=True),
        Column("visible_on", "day", "first day that the family could see it"),
    ),
    key=("plan_id",),
)

QUESTIONS = frozenset(
    {
        *("overall_satisfaction", "ehcp_process", "finding_information"),
        *("help_while_waiting", "training_quality", "lived_experience"),
    }
)
"""The questions that definitions know, whatever words an instrument asks them in."""

VALID_ANSWERS = frozenset(
    {
        *("very_good", "good", "neither", "poor", "very_poor"),
        *("strongly_agree", "agree", "disagree", "strongly_disagree"),
        *("yes", "no"),
    }
)
_NO_ANSWERS = frozenset({"do_not_know", "prefer_not_to_say", "not_applicable"})

SURVEY_RESPONSES = TableSchema(
    name="survey_responses",
    row="one answer to one question of one survey form; no names and no free text",
    columns=(
        key_column("response_id", "form"),
        Column(
            "question",
            "code",
            "what is asked; other where no definition knows it",
            QUESTIONS | {"other"},
            required=True,
        ),
        Column("instrument", "code", "the survey with its version"),
        Column("wave", "code", "which time it was asked", expected=False),
        Column("source", "code", "who ran the survey", expected=False),
        Column(
            "respondent",
            "code",
            "who answered",
            frozenset({"family", "young_person", "professional", "staff", UNKNOWN}),
            expected=False,
        ),
        Column("channel", "code", "online, by telephone and so on", expected=False),
        Column("service", "code", "the service it is about", expected=False),
        Column("stage", "code", "stage of the process it is about", expected=False),
        Column("course", "code", "the training it is about", expected=False),
        AREA,
        Column("answered_on", "day", "the form was filled in"),
        Column(
            "score",
            "whole",
            "0 to 10, for a question that asks for a score; empty where none was given",
            expected=False,
        ),
        Column(
            "answer",
            "code",
            "the answer in words, for any other question; unknown where none was given",
            VALID_ANSWERS | _NO_ANSWERS | {UNKNOWN},
            expected=False,
        ),
    ),
    key=("response_id", "question"),
    dimensions=(
        *("instrument", "wave", "source", "respondent", "channel"),
        *("service", "stage", "course", "area"),
    ),
)

TRAINING_EVENTS = TableSchema(
    name="training_events",
    row="one person at one session of a course, booked or there",
    columns=(
        key_column("attendance_id", "booking"),
        Column(
            "person_id",
            "id",
            "pseudonym of the professional",
            required=True,
        ),
        Column("course", "code", "the course"),
        Column("setting_type", "code", "kind of setting they work in", expected=False),
        Column("organisation", "code", "who they work for", expected=False),
        Column("held_on", "day", "the day of the session"),
        Column("attended", "flag", "the person was there"),
        Column(
            "attended_before",
            "flag",
            "the person had been at a session of this course before",
            expected=False,
        ),
    ),
    key=("attendance_id",),
    dimensions=("course", "setting_type", "organisation"),
)

VOICE_EVIDENCE = TableSchema(
    name="voice_evidence",
    row="one record that was sampled to see whether the child's own view is in it",
    columns=(
        key_column("record_id", "sampled record"),
        Column("service", "code", "whose record it is"),
        Column(
            "age_band",
            "code",
            "age of the child when the record was sampled",
            frozenset(
                {
                    *("under_2", "2_to_4", "5_to_10", "11_to_15", "16_to_25"),
                    UNKNOWN,
                }
            ),
        ),
        Column("sampled_on", "day", "the record was looked at"),
        Column(
            "view",
            "code",
            "own: in the child's words or way; reported: only as others tell it",
            frozenset({"own", "reported", "none", UNKNOWN}),
        ),
    ),
    key=("record_id",),
    dimensions=("service", "age_band"),
)

BOARD_ITEMS = TableSchema(
    name="board_items",
    row="one item of the agenda of a board",
    columns=(
        key_column("item_id", "item"),
        Column("board", "code", "the board"),
        Column("met_on", "day", "the day of the meeting"),
        Column("for_decision", "flag", "the board was asked to decide"),
        Column(
            "confidential",
            "flag",
            "the item was closed to those outside the board",
            expected=False,
            presumed=True,
        ),
        Column(
            "young_people_input",
            "flag",
            "the minutes record what children or young people had said about it",
        ),
    ),
    key=("item_id",),
    dimensions=("board",),
)

FEEDBACK_THEMES = TableSchema(
    name="feedback_themes",
    row="one theme of what families or young people said",
    columns=(
        key_column("theme_id", "theme"),
        Column("source", "code", "where it was said", expected=False),
        Column("logged_on", "day", "the theme was logged"),
        Column(
            "answered_on",
            "day",
            "what was done about it, or why nothing was, was published; empty: not yet",
        ),
        TOLD_UP_TO,
    ),
    key=("theme_id",),
    dimensions=("source",),
)

PARTICIPATION = TableSchema(
    name="participation",
    row="one person who is to take part in a programme, in one quarter",
    columns=(
        Column("person_id", "id", "pseudonym of the leader", required=True),
        Column(
            "programme",
            "code",
            "what they take part in",
            frozenset({"reverse_mentoring", "other"}),
            required=True,
        ),
        Column("organisation", "code", "who they work for", expected=False),
        Column("quarter_ends_on", "day", "last day of the quarter", required=True),
        Column("sessions", "whole", "sessions they took part in during the quarter"),
    ),
    key=("person_id", "programme", "quarter_ends_on"),
    dimensions=("organisation",),
)

ENGAGEMENT_TABLES = (
    CONTACT_LOG,
    FAMILY_UPDATES,
    PORTAL_COVERAGE,
    PORTAL_CASES,
    SURVEY_RESPONSES,
    TRAINING_EVENTS,
    VOICE_EVIDENCE,
    BOARD_ITEMS,
    FEEDBACK_THEMES,
    PARTICIPATION,
)
"""The tables of this module, from first contact to the board."""
