"""Every made-up register, each in a folder of the team that keeps it."""

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from attrs import frozen

from send_metrics.demo.referrals import referrals_told
from send_metrics.demo.registers import (
    advice,
    casework,
    complaints,
    contact,
    contacts,
    panels,
    places,
    programme,
    quality,
    schools,
    surveys,
    workforce,
)
from send_metrics.demo.registers.sheet import Sheet, write_register
from send_metrics.demo.registers.story import Teller
from send_metrics.demo.sen2_flaws import FIRST_FLAWED_NUMBER
from send_metrics.demo.sen2_return import people_of_return
from send_metrics.domain.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

CASEWORK = "casework"
FLAWS = {
    "sen_advice": advice.FLAWS,
    "sen_panels": panels.FLAWS,
    "quality_assurance": quality.FLAWS,
    "feedback_and_tribunal": complaints.FLAWS,
    "contact_centre": contact.FLAWS,
    "parent_carer_forum": surveys.FLAWS[:1],
    "learning_and_development": surveys.FLAWS[1:],
    "workforce": workforce.FLAWS,
    "schools": schools.FLAWS,
    "places": places.FLAWS,
    "programme_office": programme.FLAWS,
    "trust_contacts": contacts.FLAWS,
    CASEWORK: casework.FLAWS,
}
"""What is wrong on purpose in each folder, and which rule finds it."""


@frozen
class Registers:
    """The folders that were written; the lists of casework are read by themselves."""

    together: tuple[Path, ...]
    casework: Path


def write_registers(
    folder: Path, *, seed: int, children: int, schools_with_marks: int, plan: Plan
) -> Registers:
    """Write all registers below *folder*; milestones and actions are those of *plan*."""
    kept: dict[str, Callable[[Teller], list[Sheet]]] = {
        "sen_advice": advice.sheets,
        "sen_panels": panels.sheets,
        "quality_assurance": quality.sheets,
        "feedback_and_tribunal": complaints.sheets,
        "contact_centre": contact.sheets,
        "parent_carer_forum": surveys.of_families,
        "learning_and_development": surveys.of_staff_and_training,
        "workforce": workforce.sheets,
        "schools": lambda tell: schools.sheets(tell, schools=schools_with_marks),
        "places": places.sheets,
        "programme_office": lambda tell: programme.sheets(tell, plan),
        "trust_contacts": lambda tell: contacts.sheets(
            tell, referrals_told(seed, children)
        ),
        CASEWORK: lambda tell: casework.sheets(
            tell,
            [
                child
                for child in people_of_return(seed, children)
                if child.number < FIRST_FLAWED_NUMBER
            ],
        ),
    }
    written = {
        # A text seed gives each register a stream of its own.
        name: write_register(
            folder / name, sheets(Teller(Random(f"{seed} {name}"), children))
        )
        for name, sheets in kept.items()
    }
    casework_alone = written.pop(CASEWORK)
    return Registers(tuple(written.values()), casework_alone)
