"""Plans as TOML and JSON."""

import datetime as dt
import json
import tomllib
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from send_metrics.domain.plan import Plan
from send_metrics.domain.text_files import text_of_file
from send_metrics.errors import PlanError
from send_metrics.plans.converting import data_of, plan_of

_MOST_MIB = 16


def read_plan(file: str | Path) -> Plan:
    """Read a plan from a file: JSON where its name ends in .json, else TOML.

    Raises:
        PlanError: the file cannot be opened or is too large, is not TOML or JSON, or has
            a key or a value that has no place in a plan. The message gives the path to
            it, and repeats no value.
    """
    place = Path(file)
    text = text_of_file(
        place,
        PlanError,
        most_mib=_MOST_MIB,
        larger="no plan is",
        name_instead="a plan file",
    )
    read = plan_from_json if place.suffix.lower() == ".json" else plan_from_toml
    try:
        return read(text)
    except PlanError as error:
        message = f"{place.name}: {error}"
        raise PlanError(message) from None


def plan_from_toml(text: str) -> Plan:
    """Return the plan in a TOML text.

    Raises:
        PlanError: as `read_plan`.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = f"not valid TOML: {error}"
        raise PlanError(message) from None
    except (RecursionError, ValueError):
        message = "not valid TOML: it is nested too deeply, or a number is too long"
        raise PlanError(message) from None
    return plan_of(data)


def plan_from_json(text: str) -> Plan:
    """Return the plan in a JSON text.

    Raises:
        PlanError: as `read_plan`.
    """
    try:
        data = json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_refused,
            object_pairs_hook=_without_doubles,
        )
    except json.JSONDecodeError as error:
        message = f"not valid JSON: {error}"
        raise PlanError(message) from None
    except (RecursionError, ValueError):
        message = "not valid JSON: it is nested too deeply, or a number is too long"
        raise PlanError(message) from None
    return plan_of(data)


def plan_to_toml(plan: Plan) -> str:
    """Return a plan as TOML, which `plan_from_toml` reads back as the same plan."""
    import tomli_w  # only who writes a plan needs it

    return tomli_w.dumps(data_of(plan))


def plan_to_json(plan: Plan) -> str:
    """Return a plan as JSON, which `plan_from_json` reads back as the same plan."""
    text = json.dumps(
        data_of(plan), indent=2, ensure_ascii=False, default=dt.date.isoformat
    )
    return text + "\n"


def example_text() -> str:
    """Return the shipped plan as it is written, with its comments."""
    file = resources.files("send_metrics.plans") / "hertfordshire.toml"
    return file.read_text(encoding="utf-8")


def example_plan() -> Plan:
    """Return the plan of Hertfordshire's public progress page, as captured in late 2024."""
    return plan_from_toml(example_text())


def _refused(_constant: str) -> None:
    message = "not valid JSON: there is NaN or Infinity where a number belongs"
    raise PlanError(message)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        message = "not valid JSON for a plan: a key is given twice in one object"
        raise PlanError(message)
    return found
