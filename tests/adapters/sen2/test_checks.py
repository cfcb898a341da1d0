"""Every rule finds what breaks it, and nothing in a return that keeps it."""

import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from send_metrics.adapters.contract import Checking, CheckRun
from send_metrics.adapters.message.layout import Layout, Record
from send_metrics.adapters.message.stream import records_of
from send_metrics.adapters.sen2 import Sen2
from send_metrics.adapters.sen2.checks import NOT_RUN, RULES, Rule, Run
from send_metrics.adapters.sen2.checks.examples import KINDS, message_of
from send_metrics.adapters.sen2.checks.persons import check_letter
from send_metrics.adapters.sen2.checks.rule import Example, Here, Return, Share
from send_metrics.adapters.sen2.header import Header, read_header
from send_metrics.adapters.sen2.profiles import PROFILES
from send_metrics.adapters.sen2.reader import SEN2_RETURN
from send_metrics.demo.sen2_flaws import FLAWS
from send_metrics.demo.sources import write_sources
from send_metrics.records.report import Finding

from .collect_builder import files_of, folder_of, named, tables_of

# The rows of the research note on derived rules, by their names there.
DERIVED = """
hdr-collection hdr-officers per-names per-sex-year per-ethnicity per-id-missing
per-id-both per-upn-format per-uln-format per-un1-age per-un8-date per-un10 per-dup-upn
per-age per-future-dob req-none req-key req-multi-active req-outcome
req-received-missing req-rya-missing req-source-missing req-received-range req-date-needed
req-date-unwanted req-date-order req-period req-6wk req-flags req-exported req-end
asm-needed asm-outcome asm-date-needed asm-date-y-blank asm-date-order asm-week20
asm-20wk asm-week20-all asm-16wk asm-h-plan asm-transfer-h pln-start
pln-start-vs-issue pln-needed pln-detail pln-setting-one pln-setting-code pln-oth-text
pln-indicators pln-both-ind pln-urn pln-ukprn pln-su-rp-gias pln-res pln-wbp pln-pb
pln-cease-pair pln-cease-order pln-cease-active pln-cease-age pln-cease-transfer
act-needed act-transfer-la act-placement act-placement-rank act-placement-dates
act-neet-age act-nieo-text act-attendance act-res-level act-need rev-meeting-range
rev-decision-order rev-outcome-pair rev-outcome-missing rev-draft rev-overdue rev-4wk
pht-pair pht-date pht-late
""".split()

# Those that go by another name here, as they are about more than that.
RENAMED = {
    "req-source-missing": "req-source",
    "pln-oth-text": "pln-other-text",
    "act-nieo-text": "act-other-text",
}

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


@frozen
class Checked:
    """What a check found, place by place, and what it said at the end."""

    findings: list[Finding]
    run: CheckRun

    @property
    def rules(self) -> set[str]:
        return {finding.rule for finding in self.findings}

    def of(self, rule: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.rule == rule]


def checked(folder: Path, example: Example) -> Checked:
    return checked_text(folder, message_of(example))


def checked_text(folder: Path, text: bytes) -> Checked:
    path = folder / "return.xml"
    path.write_bytes(text)
    return checked_file(path)


def checked_file(path: Path) -> Checked:
    findings: list[Finding] = []
    run = Sen2().check(path, findings.append)
    assert run.crashes == ()
    return Checked(findings, run)


@pytest.mark.parametrize(("rule", "example"), FAILING)
def test_a_failing_example_is_found(tmp_path: Path, rule: Rule, example: Example):
    found = checked(tmp_path, example).of(rule.id)

    assert found
    for finding in found:
        assert finding.severity == rule.severity_in(example.year)
        if rule.share is not None:
            assert (finding.element, finding.record) == ("Persons", None)
        else:
            assert finding.line is not None
            assert (finding.element or "").startswith(("Person[", "Header"))


@pytest.mark.parametrize(("rule", "example"), PASSING)
def test_a_passing_example_is_not_found(tmp_path: Path, rule: Rule, example: Example):
    assert rule.id not in checked(tmp_path, example).rules


@pytest.mark.parametrize("year", sorted(PROFILES))
@pytest.mark.parametrize("kind", KINDS)
def test_a_return_without_a_flaw_breaks_no_rule(tmp_path: Path, kind: str, year: int):
    assert checked(tmp_path, Example(like=kind, year=year)).findings == []


def test_the_demo_has_no_errors_but_its_flaws(tmp_path: Path):
    made = write_sources(tmp_path, children=300, schools=2)

    errors = [f for f in checked_file(made.sen2).findings if f.severity == "error"]

    assert sorted(found.rule for found in errors) == sorted(
        f"sen2.{name}" for name in FLAWED.values()
    )


FLAWED = dict(
    zip(
        FLAWS,
        (
            *("day", "req-outcome", "asm-date-order", "req-none", "per-dup-upn"),
            *("req-received-missing", "pln-cease-order", "rev-decision-order"),
        ),
        strict=True,
    )
)


def test_every_derived_rule_is_run_or_said_not_to_be():
    held = {rule.id for rule in RULES} | {rule.id for rule in NOT_RUN}

    assert len(DERIVED) == 82
    assert {f"sen2.{RENAMED.get(name, name)}" for name in DERIVED} <= held
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
    from_csv = checked_file(export)

    def told(check: Checked) -> list[tuple[str, str | None, int | None]]:
        return sorted((f.rule, f.element, f.record) for f in check.findings)

    assert told(from_csv) == told(from_xml)
    [late] = from_csv.of("sen2.asm-20wk")
    assert (late.file or "").endswith("assessment.csv")
    assert late.line == 2


def test_findings_name_the_record_by_its_number(tmp_path: Path):
    check = checked(tmp_path, Example(times=3))

    assert [found.record for found in check.findings] == [2, 3]
    assert [found.element for found in check.findings] == [
        "Person[2]/UPN",
        "Person[3]/UPN",
    ]
    [broken] = check.run.broken
    assert (broken.rule, broken.rows, broken.record) == ("sen2.per-dup-upn", 2, 2)


def test_an_element_out_of_place_is_told_with_the_person_it_stands_in(tmp_path: Path):
    before, rya, after = (
        message_of(Example(like="undecided", times=5)).decode().rpartition("<RYA>")
    )

    check = checked_text(tmp_path, f"{before}<Ward>1</Ward>{rya}{after}".encode())

    [stray] = check.of("sen2.element")
    assert (stray.record, stray.element) == (5, "Person[5]/Requests[1]")


def test_an_item_that_is_given_twice_breaks_that_rule_only(tmp_path: Path):
    twice = Example(more={"Requests": "<RequestOutcome>N</RequestOutcome>"})

    assert checked(tmp_path, twice).rules == {"sen2.item-twice"}


def test_a_day_that_is_none_breaks_that_rule_only(tmp_path: Path):
    none = Example({"Requests/Assessment/NamedPlan/StartDate": "2025-02-30"})

    assert checked(tmp_path, none).rules == {"sen2.day"}


def test_two_identifiers_given_twice_are_not_the_same(tmp_path: Path):
    twice = Example(more={"": "<UPN>M91900000000A</UPN>"}, times=2)

    assert "sen2.per-dup-upn" not in checked(tmp_path, twice).rules


@pytest.mark.parametrize(
    ("met", "counted", "is_reached"),
    [(20, 40, True), (20, 41, False), (19, 19, False), (21, 41, True), (0, 0, False)],
)
def test_a_share_is_reached_by_number_and_percent(
    met: int, counted: int, is_reached: bool
):
    assert Share(bool, percent=50).is_reached(met, counted) is is_reached


def test_many_exceptions_are_judged_over_the_whole_return(tmp_path: Path):
    excepted = {"Requests/Assessment/Week20": "1"}
    many = message_of(Example(excepted, times=20)).decode()
    usual = message_of(Example(times=21)).decode()
    persons = usual[usual.index("<Person>") : usual.index("</Persons>")]

    mixed = checked_text(
        tmp_path, many.replace("</Persons>", f"{persons}</Persons>").encode()
    )

    assert "sen2.asm-week20-all" in checked_text(tmp_path, many.encode()).rules
    assert "sen2.asm-week20-all" not in mixed.rules


def test_no_finding_is_held_but_the_first_of_each_rule(tmp_path: Path):
    path = tmp_path / "return.xml"
    path.write_bytes(message_of(Example({"Sex": "X", "Ethnicity": "XXXX"}, times=200)))
    told: list[weakref.ref[Finding]] = []

    run = Sen2().check(path, lambda finding: told.append(weakref.ref(finding)))

    assert len(told) == sum(broken.rows for broken in run.broken) > 500
    assert sum(found() is not None for found in told) <= len(run.broken)


def ran_over(folder: Path, rules: tuple[Rule, ...], example: Example) -> CheckRun:
    run = Run(rules, (), lambda _: None)
    path = folder / "return.xml"
    path.write_bytes(message_of(example))

    def begin(record: Record) -> dict[str, Layout]:
        header = read_header(record, path.name)
        run.begin(header, record)
        return {"Persons": header.profile.person_layout(keeping_all=True)}

    with path.open("rb") as file:
        for person in records_of(
            file, path.name, SEN2_RETURN, begin=begin, unexpected=run.out_of_place
        ):
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
    assert [broken.rule for broken in run.broken] == ["sen2.per-dup-upn"]
    assert run.rules == ("sen2.per-dup-upn",)
    assert "Sample" not in repr(run)


@pytest.mark.parametrize("how", ["remember", "share"])
def test_a_rule_over_the_whole_return_that_crashes_fails_the_run(
    tmp_path: Path, how: str
):
    def crash(*_: object) -> list[str]:
        raise KeyError

    broken = Rule(
        id="sen2.broken",
        of="Requests",
        wording="-",
        action="-",
        basis="-",
        remember=crash if how == "remember" else None,
        share=Share(crash, percent=0, at_least=0) if how == "share" else None,  # type: ignore[arg-type]
    )

    run = ran_over(tmp_path, (broken,), Example())

    assert [(crash.rule, crash.error) for crash in run.crashes] == [
        ("sen2.broken", "KeyError")
    ]
    assert (run.rules, run.broken) == ((), ())


HEADER = Header(
    profile=PROFILES[2026],
    reference_on=PROFILES[2026].census_on,
    reference_line=1,
    authority="919",
    officers="",
    submission="",
)


def test_what_rules_see_shows_no_value():
    record = Record("Person", 1, (None, "Person", 1))
    record.values["Surname"] = "CANARY"
    here = Here(record, Return(HEADER))

    assert "CANARY" not in repr(here)


@pytest.mark.parametrize(
    "example",
    [
        Example({"Requests/Assesment/Week20": "1"}),
        Example({"Requests/Week20": None}),
        Example(more={"Requests/Assesment": "<Week20>1</Week20>"}),
    ],
)
def test_an_example_whose_path_leads_nowhere_is_refused(example: Example):
    with pytest.raises(LookupError):
        message_of(example)


def test_a_rule_that_looks_for_a_record_around_it_in_vain_is_told_so():
    person = Here(Record("Person", 1, (None, "Person", 1)), Return(HEADER))

    with pytest.raises(LookupError, match="Person stands in no Requests"):
        person.within("Requests")
