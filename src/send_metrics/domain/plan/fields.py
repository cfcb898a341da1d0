"""Fields that entities share: ids, links from one entity to others, figures."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from attrs import Attribute, field

from send_metrics.errors import UsageError

REFERS_TO = "refers to"
"""The key of a field's metadata that names the list of the plan its ids are of."""

ID_PATTERN = "[a-z0-9]+(-[a-z0-9]+)*"
_MOST_DIGITS = 15


def own_id() -> Any:
    """Return the field of an entity's own id, by which others link to it."""
    return field(validator=_is_an_id)


def ids_of(kind: str) -> Any:
    """Return a field of links to any number of entities of one list of the plan."""
    return field(default=(), metadata={REFERS_TO: kind})


def id_of(kind: str) -> Any:
    """Return a field of a link to one entity of a list of the plan, or to none."""
    return field(default=None, metadata={REFERS_TO: kind})


def text() -> Any:
    """Return a field of words that must be there."""
    return field(validator=_is_not_blank)


def as_reported(value: float | str | Decimal) -> Decimal:
    """Return a number as it was written; trailing noughts are no part of it.

    Raises:
        UsageError: it is not a finite number of up to 15 digits, as many as JSON and TOML
            carry unharmed.
    """
    number = None if isinstance(value, bool) else _decimal(value)
    if number is None or not number.is_finite():
        message = "a figure must be a finite number"
        raise UsageError(message)
    number = number.normalize() if number else Decimal(0)
    _, digits, exponent = number.as_tuple()
    places = max(len(digits) + int(exponent), len(digits), -int(exponent))
    if places > _MOST_DIGITS:
        message = f"a figure has up to {_MOST_DIGITS} digits"
        raise UsageError(message)
    return Decimal(int(number)) if number == int(number) else number


def _decimal(value: float | str | Decimal) -> Decimal | None:
    try:
        return Decimal(repr(value) if isinstance(value, float) else value)
    except (ArithmeticError, TypeError, ValueError):
        return None


def _is_an_id(_entity: object, attribute: "Attribute[str]", value: str) -> None:
    if not re.fullmatch(ID_PATTERN, value):
        message = (
            f"{attribute.name} must be lower-case letters and digits,"
            " with hyphens between them"
        )
        raise UsageError(message)


def _is_not_blank(_entity: object, attribute: "Attribute[str]", value: str) -> None:
    if not value.strip():
        message = f"{attribute.name} says nothing"
        raise UsageError(message)


Validator = Callable[[Any, "Attribute[Any]", Any], None]


def at_least(least: int) -> Validator:
    """Return what refuses whole numbers below *least*."""

    def check(_entity: object, attribute: "Attribute[Any]", value: int | None) -> None:
        if value is not None and value < least:
            message = f"{attribute.name} must be {least} or more"
            raise UsageError(message)

    return check
