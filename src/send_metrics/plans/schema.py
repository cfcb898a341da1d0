"""The JSON Schema of a plan file, made from the entities, for editors to complete by."""

import datetime as dt
import inspect
import types
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from send_metrics.domain.plan import Plan, When
from send_metrics.domain.plan.fields import ID_PATTERN, REFERS_TO

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DAY = r"\d{4}-\d{2}-\d{2}"
_A_DAY = f"^{_DAY}$"
_A_DATE = (
    rf"^(\d{{4}}-\d{{2}}(-\d{{2}})?|\d{{4}}-Q[1-4]|CY\d{{4}}|[AF]Y\d{{4}}/\d{{2}}"
    rf"|{_DAY}\.\.{_DAY})$"
)

Schema = dict[str, Any]


def plan_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a plan.

    It knows keys, types, choices and forms. What only the lint knows, such as a link that
    leads nowhere, it lets pass.
    """
    definitions: dict[str, Schema] = {}
    whole = _entity(Plan, definitions)
    return {
        "$schema": DRAFT,
        "title": "An improvement plan for send-metrics",
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def _entity(kind: type, definitions: dict[str, Schema]) -> Schema:
    properties: dict[str, Schema] = {}
    required = []
    for field in attrs.fields(kind):
        # An attrs field of `own_id` and the like is typed by the annotation beside it.
        properties[field.name] = _described(field, _of(field.type, definitions))
        if field.default is attrs.NOTHING:
            required.append(field.name)
    return {
        "type": "object",
        "description": _described_by(kind),
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _described(field: "attrs.Attribute[Any]", schema: Schema) -> Schema:
    if field.name == "id":
        return {**schema, "pattern": f"^{ID_PATTERN}$"}
    if kind := field.metadata.get(REFERS_TO):
        many = "ids" if schema.get("type") == "array" else "the id of one"
        return {**schema, "description": f"{many} of {kind.replace('_', ' ')}"}
    return schema


def _of(kind: Any, definitions: dict[str, Schema]) -> Schema:
    plain: dict[Any, Schema] = {
        str: {"type": "string"},
        int: {"type": "integer"},
        Decimal: {"type": "number"},
        dt.date: {"type": "string", "pattern": _A_DAY},
    }
    if kind in plain:
        return plain[kind]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin in (Union, types.UnionType):
        return _of(next(part for part in parts if part is not type(None)), definitions)
    if origin is tuple:
        return {"type": "array", "items": _of(parts[0], definitions)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _of(parts[1], definitions)}
    name = kind.__name__
    if name not in definitions:
        definitions[name] = _when() if kind is When else _entity(kind, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _when() -> Schema:
    date = {"type": "string", "pattern": _A_DATE}
    said = {
        "type": "object",
        "properties": {"on": date, "said": {"type": "string"}},
        "required": ["on"],
        "additionalProperties": False,
    }
    return {
        "description": _described_by(When),
        "anyOf": [date, said],
    }


def _described_by(kind: type) -> str:
    """Return what a class says of itself, without what it raises and its examples."""
    said = (inspect.getdoc(kind) or "").partition("\n\nRaises:")[0]
    return " ".join(said.replace("*", "").split())
