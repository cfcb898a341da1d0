"""Seeded draws that the made-up sources share."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Choice = TypeVar("Choice")

AREAS = ("North", "East", "South", "West")

# England, January 2025: plans by primary need (DfE, Education, health and care
# plans, 2025 release). Down syndrome had no count of its own yet; its share is ours.
PRIMARY_NEED_SHARES = {
    "ASD": 201_183,
    "SLCN": 135_836,
    "SEMH": 132_217,
    "MLD": 67_861,
    "SLD": 25_681,
    "PD": 24_897,
    "SPLD": 14_374,
    "HI": 8_765,
    "PMLD": 8_577,
    "OTH": 5_512,
    "VI": 5_280,
    "DS": 2_000,
    "MSI": 1_692,
}


def pick(rng: Random, shares: Mapping[Choice, float]) -> Choice:
    """Return one key, as likely as its share; shares need not add up to one."""
    return rng.choices(list(shares), weights=list(shares.values()))[0]


def days_from(rng: Random, bands: Mapping[tuple[int, int], float]) -> timedelta:
    """Return a number of days from one of the bands, both ends included."""
    return timedelta(days=rng.randint(*pick(rng, bands)))


def working_day(day: date) -> date:
    """Return the day itself, or the Friday before it when it is a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def working_day_between(rng: Random, first: date, last: date) -> date:
    """Return a Monday to Friday near the span, both ends included.

    When the span begins on a weekend the Friday before it may be returned.
    """
    return working_day(first + timedelta(days=rng.randint(0, (last - first).days)))


def birth_date(rng: Random, *, age: int, on: date) -> date:
    """Return a birth date that makes somebody *age* completed years old on a day."""
    return on - timedelta(days=rng.randint(age * 366, age * 365 + 364))
