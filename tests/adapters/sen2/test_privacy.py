from pathlib import Path

import pytest

from send_metrics.adapters import Pseudonyms, read
from send_metrics.adapters.sen2 import Sen2
from send_metrics.errors import SourceError

from .builder import (
    active,
    assessment,
    message,
    need,
    person,
    plan,
    reading,
    records,
    request,
    rows,
    written,
)

PERSONAL = {
    "Surname": "CANARYSURNAME",
    "Forename": "CANARYFORENAME",
    "PostCode": "CN1 7RY",
    "UPN": "C919876543210",
    "UniqueLearnerNumber": "9876501234",
    "PersonBirthDate": "1999-12-31",
}
BROKEN = {
    "ReceivedDate": "CANARYRECEIVED",
    "RequestOutcome": "CANARYOUTCOME",
    "RequestSource": "CANARYSOURCE",
    "RequestMediation": "CANARYFLAG",
    "Exported": "CANARYEXPORTED",
    "CANARYELEMENT": "CANARYTEXT",
}
TEXT = message(
    person(
        request(
            assessment(
                plan(
                    StartDate="CANARYSTART",
                    CeaseDate="1999-12-32",
                    CeaseReason="CANARYREASON",
                ),
                AssessmentOutcome="CANARYASSESSED",
                Week20="CANARYWEEK",
            ),
            active(
                need("CANARYNEED"),
                TransferLA="CANARYLA",
                ReviewMeeting="CANARYMEETING",
                ReviewOutcome="CANARYREVIEW",
            ),
            **BROKEN,
        ),
        request(assessment(plan()), active(need(), ReviewMeeting="2025-10-01")),
        Sex="CANARYSEX",
        Ethnicity="CANARYETHNICITY",
        **PERSONAL,
    ),
    person(
        request(), UPN=None, PersonBirthDate="CANARYBIRTH", UPNunknown="CANARYREASON"
    ),
)
CANARIES = (*PERSONAL.values(), "CN17RY", "CANARY", "1999-12", "1999")


def test_nothing_personal_or_broken_passes_the_adapter(tmp_path: Path):
    result = reading(tmp_path, TEXT)
    held = records(tmp_path, TEXT)

    shown = [
        repr(result.findings),
        repr(result.balances),
        repr(result.notes),
        repr(held),
        repr(held.report),
        *(frame.to_csv() for frame in result.frames.values()),
    ]
    for canary in CANARIES:
        assert not [text for text in shown if canary in text]
    assert len(rows(result, "ehc_requests")) == 2


@pytest.mark.parametrize(
    "text",
    [
        TEXT[:-20],
        TEXT.replace("CANARYSTART", "CANARY<b/>START"),
        TEXT.replace("CANARYSURNAME", "&CANARYSURNAME;"),
        TEXT.replace("</Surname>", "</CANARYNAME>"),
        TEXT.replace("<Message>", "<CANARYROOT>"),
        TEXT.replace("SEN2", "CANARY COLLECTION"),
        TEXT.replace("<Year>2026", "<Year>CANARY"),
        TEXT.replace("2026-01-15", "CANARYDAY"),
        TEXT.replace("919</LEA>", "CANARYLEA</LEA>"),
        '<?xml version="1.0" encoding="CANARY"?>' + TEXT,
        "<!DOCTYPE CANARY>" + TEXT,
    ],
)
def test_no_refusal_repeats_what_the_file_says(tmp_path: Path, text: str):
    with pytest.raises(SourceError) as caught:
        reading(tmp_path, text)

    assert "CANARY" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_keyed_pseudonyms_are_stable_and_differ_from_run_ids(tmp_path: Path):
    def ids(key: bytes | None) -> list[str]:
        return list(reading(tmp_path, TEXT, key).frames["ehc_requests"]["person_id"])

    key = bytes(range(32))
    assert ids(key) == ids(key)
    assert not set(ids(key)) & (set(ids(None)) | set(ids(key[::-1])))


def test_the_upn_gives_the_same_person_as_in_any_other_source(tmp_path: Path):
    key = bytes(32)
    text = message(person(request(), UPN="A919000000001"))

    held = read(Sen2(), written(tmp_path, text), pseudonyms=Pseudonyms(key))

    [person_id] = held.tables["ehc_requests"].native["person_id"]
    assert person_id == Pseudonyms(key).of("person", "A919000000001")
