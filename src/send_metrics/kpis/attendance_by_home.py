"""Absence of the pupils who live in an authority, wherever they go to school.

DfE counts by the place of the school. An authority that asks after its own children,
those it maintains plans for above all, asks something else, under ids of its own.
"""

from attrs import evolve

from send_metrics.kpis import attendance
from send_metrics.kpis.conditions import is_none_of
from send_metrics.kpis.definition import Definition
from send_metrics.records.schema import UNKNOWN

_HOME_IS_KNOWN = is_none_of(
    "home_authority", (UNKNOWN,), "it is known which authority the pupil lives in"
).otherwise("it is not known which authority the pupil lives in")
_DIMENSIONS = tuple(
    "home_authority" if name == "authority" else name for name in attendance.DIMENSIONS
)
_DEVIATIONS = (
    "pupils belong to the authority that they live in; DfE counts them in that of their"
    " school, so that this is not DfE's figure of the authority",
    "pupils who go to school elsewhere are counted only where the marks of that school"
    " are in the source",
)
_MEASURES = (
    attendance.ABSENCE_RATE,
    attendance.AUTHORISED_ABSENCE_RATE,
    attendance.UNAUTHORISED_ABSENCE_RATE,
    attendance.ATTENDANCE_RATE,
    attendance.PERSISTENT_ABSENCE,
    attendance.SEVERE_ABSENCE,
)


def _by_home(measure: Definition) -> Definition:
    return evolve(
        measure,
        id=f"{measure.id}_by_home_authority",
        title=f"{measure.title}, by home authority",
        measurable=(_HOME_IS_KNOWN,),
        dimensions=_DIMENSIONS,
        status="local convention",
        deviations=(*_DEVIATIONS, *measure.deviations),
    )


DEFINITIONS = tuple(
    edition
    for measure in _MEASURES
    for edition in attendance.both_editions(_by_home(measure))
)
