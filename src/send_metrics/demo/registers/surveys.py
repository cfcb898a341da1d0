"""What families, staff and those in training say, and what is answered in public."""

import datetime as dt

from send_metrics.demo.chance import AREAS, pick
from send_metrics.demo.registers.sheet import (
    AsWritten,
    Columns,
    Flaw,
    Heading,
    Row,
    Sheet,
    spread,
)
from send_metrics.demo.registers.story import (
    COMMUNITY_TRUST,
    COUNCIL,
    EXTRACTED_ON,
    MENTAL_HEALTH_TRUST,
    Teller,
    by_then,
    quarter_ends,
    so_far,
)

FLAWS = (
    Flaw("survey_responses", "allowed-value", 1, "an answer on no scale (fine)"),
    Flaw(
        "training_events", "repeated-header", 1, "the headings once more, half-way down"
    ),
)

FORMS_PER_1000_PLANS = 30
STAFF_FORMS_PER_1000_PLANS = 12
TRAINED_PER_1000_PLANS = 9
THEMES_A_QUARTER = 5
# The share of good answers to each question, at first and at last.
QUESTIONS = {
    "ehcp_process": ("very_good", "good", "poor", "very_poor", (0.28, 0.47)),
    "finding_information": (
        "strongly_agree",
        "agree",
        "disagree",
        "strongly_disagree",
        (0.31, 0.52),
    ),
    "help_while_waiting": (
        "strongly_agree",
        "agree",
        "disagree",
        "strongly_disagree",
        (0.22, 0.4),
    ),
}
STAGES = ("request", "assessment", "draft plan", "annual review")
COURSES = ("Neurodiversity basics", "Writing good plans", "The child's voice")
SETTINGS = {"school": 6, "early years": 2, "health": 3, "council": 2}

WORDS = {
    "Very good": "very_good",
    "Good": "good",
    "Poor": "poor",
    "Very poor": "very_poor",
    "Strongly agree": "strongly_agree",
    "Agree": "agree",
    "Disagree": "disagree",
    "Strongly disagree": "strongly_disagree",
    "Don't know": "do_not_know",
    "Yes": "yes",
    "No": "no",
    "Rather not say": "prefer_not_to_say",
}


def of_families(tell: Teller) -> list[Sheet]:
    """Return the survey of the parent carer forum, and the themes that it hears."""
    forms = _forms(tell)
    flawed = {**forms[1], "response_id": "F90001", "answer": AsWritten("fine")}
    return [
        Sheet(
            table="survey_responses",
            file="Family survey.xlsx",
            sheet="Answers",
            title="Wexshire parents' survey",
            columns={
                "response_id": "Form",
                "question": Heading(
                    "Question",
                    {
                        "Q1 overall (0-10)": "overall_satisfaction",
                        "Q2 the EHCP process": "ehcp_process",
                        "Q3 easy to find information": "finding_information",
                        "Q4 help while waiting": "help_while_waiting",
                    },
                ),
                "wave": "Wave",
                "stage": "Stage",
                "area": "District",
                "answered_on": "Date",
                "score": "Score",
                "answer": Heading("Answer", WORDS),
            },
            rows=spread(forms, [flawed]),
            constants={
                "instrument": "families 2023",
                "source": "parent carer forum",
                "respondent": "family",
            },
            unread=("Anything else?",),
        ),
        Sheet(
            table="feedback_themes",
            file="you-said.csv",
            columns={
                "theme_id": "No",
                "source": "Heard from",
                "logged_on": "Logged",
                "answered_on": "Answer published",
                "reference_on": "List of",
            },
            rows=_themes(tell),
        ),
    ]


def of_staff_and_training(tell: Teller) -> list[Sheet]:
    """Return the council's training log, its feedback forms and the staff survey."""
    bookings = _bookings(tell)
    again = {name: AsWritten(f"{said}") for name, said in _BOOKING_COLUMNS.items()}
    middle = len(bookings) // 2
    forms = _training_forms(tell, bookings)
    return [
        Sheet(
            table="training_events",
            file="training.csv",
            days="iso",
            columns=_BOOKING_COLUMNS,
            rows=[*bookings[:middle], again, *bookings[middle:]],
        ),
        Sheet(
            table="survey_responses",
            file="Training feedback.xlsx",
            sheet="Forms",
            columns={
                "response_id": "Form",
                "course": "Course",
                "answered_on": "Date",
                "answer": Heading("How was it?", WORDS),
            },
            rows=forms,
            constants={
                "question": "training_quality",
                "instrument": "training feedback",
                "respondent": "professional",
            },
        ),
        Sheet(
            table="survey_responses",
            file="staff-survey.csv",
            columns={
                "response_id": "Form",
                "wave": "Wave",
                "answered_on": "Date",
                "answer": Heading("Own experience of SEND?", WORDS),
            },
            rows=_staff(tell),
            constants={
                "question": "lived_experience",
                "instrument": "staff survey",
                "respondent": "staff",
            },
        ),
    ]


_BOOKING_COLUMNS: Columns = {
    "attendance_id": "booking",
    "person_id": "delegate number",
    "course": "course",
    "setting_type": "works in",
    "organisation": "employer",
    "held_on": "session",
    "attended": "attended",
    "attended_before": "been before",
}


def _waves() -> list[tuple[str, dt.date]]:
    return [(f"{day.year} Q{(day.month + 2) // 3}", day) for day in quarter_ends()]


def _forms(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    form = 0
    for wave, ends_on in _waves():
        for _ in range(max(4, round(tell.children * FORMS_PER_1000_PLANS / 1000))):
            form += 1
            day = ends_on - dt.timedelta(days=tell.rng.randint(1, 60))
            about: Row = {
                "response_id": f"F{form:05d}",
                "wave": wave,
                "stage": tell.rng.choice(STAGES),
                "area": tell.rng.choice(AREAS),
                "answered_on": day,
            }
            score = round(tell.rng.gauss(so_far(day, 4.0, 5.8), 2.2))
            rows.append(
                {
                    **about,
                    "question": "overall_satisfaction",
                    "score": min(10, max(0, score)),
                }
            )
            rows += [
                {**about, "question": question, "answer": _answer(tell, question, day)}
                for question in QUESTIONS
            ]
    return rows


def _answer(tell: Teller, question: str, day: dt.date) -> str:
    best, good, poor, worst, (first, last) = QUESTIONS[question]
    if tell.happens(0.06):
        return "do_not_know"
    if tell.happens(so_far(day, first, last)):
        return best if tell.happens(0.3) else good
    return worst if tell.happens(0.4) else poor


def _themes(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for ends_on in quarter_ends():
        for _ in range(THEMES_A_QUARTER):
            logged_on = ends_on - dt.timedelta(days=tell.rng.randint(0, 80))
            share = so_far(logged_on, 0.35, 0.75)
            answered_on = tell.in_time_or_late(logged_on, share, (20, 84), (90, 200))
            rows.append(
                {
                    "theme_id": f"Y{len(rows) + 1:03d}",
                    "source": tell.rng.choice(("forum", "young people", "complaints")),
                    "logged_on": logged_on,
                    "answered_on": by_then(answered_on),
                    "reference_on": EXTRACTED_ON,
                }
            )
    return rows


def _bookings(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    employers = (COUNCIL, COMMUNITY_TRUST, MENTAL_HEALTH_TRUST, "schools")
    been: set[tuple[str, str]] = set()
    for number, held_on in enumerate(tell.days(TRAINED_PER_1000_PLANS), start=1):
        person = f"D{tell.rng.randint(1, 40 + tell.children // 4):05d}"
        course = tell.rng.choice(COURSES)
        attended = tell.happens(0.85)
        rows.append(
            {
                "attendance_id": f"B{number:05d}",
                "person_id": person,
                "course": course,
                "setting_type": pick(tell.rng, SETTINGS),
                "organisation": tell.rng.choice(employers),
                "held_on": held_on,
                "attended": "yes" if attended else "no",
                "attended_before": "yes" if (person, course) in been else "no",
            }
        )
        if attended:
            been.add((person, course))
    return rows


def _training_forms(tell: Teller, bookings: list[Row]) -> list[Row]:
    rows: list[Row] = []
    for booking in bookings:
        if booking["attended"] == "no" or tell.happens(0.4):
            continue
        good = tell.happens(0.86)
        rows.append(
            {
                "response_id": f"TF{len(rows) + 1:05d}",
                "course": booking["course"],
                "answered_on": booking["held_on"],
                "answer": tell.rng.choice(("very_good", "good"))
                if good
                else tell.rng.choice(("poor", "very_poor")),
            }
        )
    return rows


def _staff(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for wave, ends_on in _waves():
        if ends_on.month != 9:
            continue
        for _ in range(
            max(8, round(tell.children * STAFF_FORMS_PER_1000_PLANS / 1000))
        ):
            shares = {"yes": 0.5, "no": 0.42, "prefer_not_to_say": 0.08}
            rows.append(
                {
                    "response_id": f"ST{len(rows) + 1:04d}",
                    "wave": wave,
                    "answered_on": ends_on,
                    "answer": pick(tell.rng, shares),
                }
            )
    return rows
