"""Every rule finds what breaks it, and nothing in a return that keeps it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from send_metrics.adapters.contract import Checking, CheckRun
from send_metrics.adapters.sen2 import Sen2
from send_metrics.adapters.sen2.checks import NOT_RUN, RULES, Rule, Run
from send_metrics.adapters.sen2.checks.examples import KINDS, message_of
from send_metrics.adapters.sen2.checks.persons import check_letter
from send_metrics.adapters.sen2.checks.rule import Example, Here, Return
from send_metrics.adapters.sen2.header import read_header
from send_metrics.adapters.sen2.layout import Layout, Record
from send_metrics.adapters.sen2.stream import people

from .collect_builder import files_of, folder_of, named, tables_of

# The rows of the derived rule set, by our own names; those that stand for several rules
# here, or go by another name, are told with them.
DERIVED = """
hdr-collection hdr-officers per-names per-sex-year per-ethnicity per-id-missing
per-id-both per-upn-format per-uln-format per-un1-age per-un8-date per-un10 per-dup-upn
per-age per-future-dob req-none req-key req-multi-active req-outcome
req-received-missing req-rya-missing req-source req-received-range req-date-needed
req-date-unwanted req-date-order req-period req-6wk req-flags req-exported req-end
asm-needed asm-outcome asm-date-needed asm-date-y-blank asm-date-order asm-week20
asm-20wk asm-week20-all asm-16wk asm-h-plan asm-transfer-h pln-start
pln-start-vs-issue pln-needed pln-detail pln-setting-one pln-setting-code pln-other-text
pln-indicators pln-both-ind pln-urn pln-ukprn pln-su-rp-gias pln-res pln-wbp pln-pb
pln-cease-pair pln-cease-order pln-cease-active pln-cease-age pln-cease-transfer
act-needed act-transfer-la act-placement act-placement-rank act-placement-dates
act-neet-age act-other-text act-attendance act-res-level act-need rev-meeting-range
rev-decision-order rev-outcome-pair rev-outcome-missing rev-draft rev-overdue rev-4wk
pht-pair pht-date pht-late
""".split()

BY_ID = {rule.id: rule for rule in RULES}
FAILING = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.failing)
]
PASSING = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in BY_ID.values()
    for number, example in enumerate((Example(), *rule.passing))
]


def checked(folder: Path, example: Example) -> CheckRun:
    path = folder / "return.xml"
    path.write_bytes(message_of(example))
    return Sen2().check(path)


@pytest.mark.parametrize(("rule", "example"), FAILING)
def test_a_failing_example_is_found(tmp_path: Path, rule: Rule, example: Example):
    run = checked(tmp_path, example)

    assert run.crashes == ()
    found = [finding for finding in run.findings if finding.rule == rule.id]
    assert found
    for finding in found:
        assert finding.severity == rule.severity_in(example.year)
        assert finding.line is not None
        assert (finding.element or "").startswith(("Person[", "Header"))


@pytest.mark.parametrize(("rule", "example"), PASSING)
def test_a_passing_example_is_not_found(tmp_path: Path, rule: Rule, example: Example):
    run = checked(tmp_path, example)

    assert run.crashes == ()
    assert rule.id not in {finding.rule for finding in run.findings}


@pytest.mark.parametrize("kind", KINDS)
def test_a_return_without_a_flaw_breaks_no_rule(tmp_path: Path, kind: str):
    assert checked(tmp_path, Example(like=kind)).findings == ()


def test_every_derived_rule_is_run_or_said_not_to_be():
    held = {rule.id for rule in RULES} | {rule.id for rule in NOT_RUN}

    assert {f"sen2.{name}" for name in DERIVED} <= held
    assert all(rule.why for rule in NOT_RUN)


def test_every_rule_says_what_is_wrong_and_what_to_do_with_a_failing_example():
    for rule_id in BY_ID:
        of_one_name = [rule for rule in RULES if rule.id == rule_id]
        assert any(rule.failing for rule in of_one_name)
    for rule in RULES:
        assert rule.wording
        assert rule.action
        assert rule.basis
        assert (
            rule.wording[0].islower()
            or rule.wording.split()[0].isupper()
            or (rule.wording.split()[0].rstrip(",") in _ITEMS)
        )


_ITEMS = {"SourceLevel", "GenderCurrent", "AttendancePattern", "Res", "PlanRes"}
_ITEMS |= {"PlanWBP", "TransferLA", "Exported"}


def test_severity_depends_on_the_year():
    source = BY_ID["sen2.req-source"]

    assert source.severity_in(2025) == "query"
    assert source.severity_in(2026) == "error"
    assert 2024 not in source.years


def test_the_check_letter_is_that_of_a_known_number():
    assert check_letter("919000000001") == "B"
    assert check_letter("91900000000A") == check_letter("919000000000")


def test_the_adapter_offers_to_check():
    assert isinstance(Sen2(), Checking)


def test_an_export_of_collect_is_checked_alike_with_file_and_line(tmp_path: Path):
    example = Example({"Requests/Assessment/AssessmentOutcomeDate": "2025-06-24"})
    text = message_of(example).decode()
    (tmp_path / "export").mkdir()
    export = folder_of(tmp_path / "export", named(files_of(tables_of(text))))

    from_xml = checked(tmp_path, example)
    from_csv = Sen2().check(export)

    def told(run: CheckRun) -> list[tuple[str, str | None]]:
        return sorted((found.rule, found.element) for found in run.findings)

    assert told(from_csv) == told(from_xml)
    [late] = [found for found in from_csv.findings if found.rule == "sen2.asm-20wk"]
    assert (late.file or "").endswith("assessment.csv")
    assert late.line == 2


def test_findings_name_the_record_by_its_number(tmp_path: Path):
    run = checked(tmp_path, Example(times=3))

    assert [found.record for found in run.findings] == [2, 3]
    assert {found.element for found in run.findings} == {
        "Person[2]/UPN",
        "Person[3]/UPN",
    }


def ran_over(folder: Path, rules: tuple[Rule, ...], example: Example) -> CheckRun:
    run = Run(rules, ())
    path = folder / "return.xml"
    path.write_bytes(message_of(example))

    def begin(record: Record) -> Layout:
        header = read_header(record, path.name)
        run.begin(header, record)
        return header.profile.person_layout(keeping_all=True)

    with path.open("rb") as file:
        for person in people(file, path.name, begin=begin, unexpected=run.out_of_place):
            run.add(person)
    return run.result()


def test_a_rule_that_crashes_fails_the_run_and_tells_no_value(tmp_path: Path):
    def crash(here: Here) -> Iterator[str]:
        raise ValueError(here.text("Surname"))

    broken = Rule(
        id="sen2.broken",
        of="Person",
        wording="-",
        action="-",
        basis="-",
        find=crash,
    )
    other = BY_ID["sen2.per-dup-upn"]

    run = ran_over(tmp_path, (broken, other), Example(times=2))

    [crashed] = run.crashes
    assert (crashed.rule, crashed.error) == ("sen2.broken", "ValueError")
    assert crashed.element == "Person[1]"
    assert [found.rule for found in run.findings] == ["sen2.per-dup-upn"]
    assert "Sample" not in repr(run)


def test_what_rules_see_shows_no_value():
    record = Record("Person", 1, (None, "Person", 1))
    record.values["Surname"] = "CANARY"
    header = Record("Header", 1, (None, "Header", 0))
    here = Here(record, Return(header))  # type: ignore[arg-type]

    assert "CANARY" not in repr(here)
