"""A tiny writer of SEN2 messages, so that each test shows only what it is about."""

from pathlib import Path
from typing import Any

from send_metrics.adapters import Pseudonyms, Reading, read
from send_metrics.adapters.sen2 import Sen2
from send_metrics.records.records import Records
from send_metrics.records.report import Finding

CENSUS = {
    2023: "2023-01-19",
    2024: "2024-01-18",
    2025: "2025-01-16",
    2026: "2026-01-15",
}


def header(year: Any = 2026, **changed: str) -> str:
    items = {
        "Collection": "SEN2",
        "Year": str(year),
        "ReferenceDate": CENSUS.get(year, "2026-01-15"),
        "LEA": "919",
    } | changed
    collection = tags({n: items[n] for n in ("Collection", "Year", "ReferenceDate")})
    return (
        f"<Header>\n<CollectionDetails>{collection}</CollectionDetails>\n"
        f"<Source><SourceLevel>L</SourceLevel>{tags({'LEA': items['LEA']})}</Source>\n"
        "</Header>\n"
    )


def tags(items: dict[str, str]) -> str:
    return "".join(f"\n<{name}>{text}</{name}>" for name, text in items.items())


def wrapped(name: str, inside: str) -> str:
    return f"\n<{name}>{inside}\n</{name}>"


def message(*people: str, head: str | None = None) -> str:
    head = header() if head is None else head
    return f"<Message>\n{head}<Persons>{''.join(people)}\n</Persons>\n</Message>\n"


def person(*requests: str, **changed: str | None) -> str:
    items = {
        "Surname": "Example",
        "PersonBirthDate": "2017-05-04",
        "Sex": "F",
        "Ethnicity": "WBRI",
        "UPN": "A919000000001",
    } | changed
    given = {name: text for name, text in items.items() if text is not None}
    return wrapped("Person", tags(given) + "".join(requests))


def request(*inside: str, **changed: str | None) -> str:
    items = {
        "ReceivedDate": "2025-02-03",
        "RequestOutcomeDate": "2025-03-17",
        "RequestOutcome": "Y",
        "RequestMediation": "0",
        "RequestTribunal": "0",
    } | changed
    given = {name: text for name, text in items.items() if text is not None}
    return wrapped("Requests", tags(given) + "".join(inside))


def assessment(*inside: str, **changed: str | None) -> str:
    items = {
        "AssessmentOutcome": "Y",
        "AssessmentOutcomeDate": "2025-06-23",
        "AssessmentMediation": "0",
        "AssessmentTribunal": "0",
        "Week20": "0",
    } | changed
    given = {name: text for name, text in items.items() if text is not None}
    return wrapped("Assessment", tags(given) + "".join(inside))


def plan(*inside: str, **changed: str) -> str:
    items = {"StartDate": "2025-06-23"} | changed
    return wrapped("NamedPlan", tags(items) + "".join(inside))


def named(**items: str) -> str:
    return wrapped("PlanDetail", tags({"PlacementRank": "1"} | items))


def attended(**items: str) -> str:
    return wrapped("PlacementDetail", tags({"PlacementRank": "1"} | items))


def need(code: str = "SLCN", rank: str | None = "1") -> str:
    ranked = {} if rank is None else {"SENtypeRank": rank}
    return wrapped("SENneed", tags({"SENtype": code} | ranked))


def active(*inside: str, **items: str) -> str:
    return wrapped("ActivePlans", tags(items) + "".join(inside))


REVIEWED = {
    "ReviewMeeting": "2025-10-01",
    "ReviewOutcome": "A",
    "ReviewDraft": "2025-10-27",
    "LastReview": "2025-10-28",
}


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "return.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def reading(folder: Path, text: str | bytes, key: bytes | None = None) -> Reading:
    return Sen2().read(written(folder, text), Pseudonyms(key))


def records(folder: Path, text: str | bytes) -> Records:
    return read(Sen2(), written(folder, text))


def rows(result: Reading, table: str) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = result.frames[table].to_dict("records")
    return held


def row(result: Reading, table: str) -> dict[str, Any]:
    [only] = rows(result, table)
    return only


def found(result: Reading, rule: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.rule == rule]
