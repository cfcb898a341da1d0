"""Every error is one or two lines, names the place and the way out, and no value."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from send_metrics.cli import main
from send_metrics.demo.sources import DemoSources
from tests.cli.conftest import Ran, Run

CANARY = "Zyx-Canary-4711"
KPI = "ehcp.requests_received"


def assert_one_clear_error(ran: Ran, code: int) -> None:
    assert ran.code == code
    assert ran.out == ""
    lines = ran.err.strip().splitlines()
    assert 1 <= len(lines) <= 2
    assert lines[0].startswith("send-metrics: ")
    assert "Traceback" not in ran.err
    assert CANARY not in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["calcul"], "No such command"),
        ([], "Missing command"),
        (["calculate"], "Missing argument"),
        (["calculate", KPI, "--period", "2024/25", "--source", "sen2=x"], "AY2024/25"),
        (["calculate", KPI, "--period", "2025", "--source", "sen2=x"], "CY2025"),
        (["calculate", KPI, "--source", "sen2=x"], "--period"),
        (["calculate", KPI, "--period", "CY2025"], "--source NAME=PATH"),
        (["calculate", "ehcp.request_received", "--period", "CY2025"], "did you mean"),
        (["calculate", KPI, "--engine", "abacus"], "--engine"),
        (["check", "--source", "sen2"], "NAME=PATH"),
        (["check", "--source", "nothing=x"], "there are sen2, attendance_marks"),
        (["explain", KPI, "--source", "sen2=x"], "--period"),
        (["kpis", "nothing.here"], "there is no KPI"),
        (["check", "--partnership", "nowhere.toml"], "does not exist"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(
    run: Run, words: list[str], said: str
) -> None:
    ran = run(*words)

    assert_one_clear_error(ran, 2)
    assert said in ran.err


def test_a_stock_and_a_flow_each_need_their_own_moment(
    run: Run, source_options: Sequence[str]
) -> None:
    ran = run("calculate", KPI, *source_options, "--as-at", "2026-01-15")

    assert_one_clear_error(ran, 2)
    assert "counted over a period" in ran.err


def test_a_breakdown_that_does_not_exist_is_refused_with_those_that_do(
    run: Run, source_options: Sequence[str]
) -> None:
    ran = run("calculate", KPI, *source_options, "--period", "CY2025", "--by", "colour")

    assert_one_clear_error(ran, 2)
    assert "primary_need" in ran.err


BAD_RETURNS = {
    "empty": b"",
    "not xml": CANARY.encode(),
    "truncated": b"<Message><Header><CollectionDetails><Collection>SEN2</Collec",
    "wrong year": b"<Message><Header><CollectionDetails><Collection>SEN2</Collection>"
    b"<Year>1999</Year><ReferenceDate>1999-01-21</ReferenceDate></CollectionDetails>"
    b"<Source><LEA>999</LEA></Source></Header><Persons/></Message>",
    "doctype": b'<!DOCTYPE x [<!ENTITY e "'
    + CANARY.encode()
    + b'">]><Message>&e;</Message>',
    "wrong encoding": b'<?xml version="1.0" encoding="UTF-8"?><Message><Surname>\xe9'
    + CANARY.encode()
    + b"</Surname></Message>",
    "nul": b"<Message>\x00" + CANARY.encode() + b"</Message>",
}


@pytest.mark.parametrize("fault", list(BAD_RETURNS))
def test_a_return_that_cannot_be_read_is_code_3_and_nothing_is_written(
    run: Run, tmp_path: Path, fault: str
) -> None:
    source = tmp_path / "return.xml"
    source.write_bytes(BAD_RETURNS[fault])
    out = tmp_path / "figures.json"

    ran = run(
        *("calculate", KPI, "--source", f"sen2={source}", "--period", "CY2025"),
        *("--format", "json", "--out", out),
    )

    assert_one_clear_error(ran, 3)
    assert "return.xml" in ran.err
    assert not out.exists()


@pytest.mark.parametrize(
    "adapter",
    [
        *("sen2", "attendance_marks", "referrals", "rtt", "dm01", "chs_sitrep"),
        "ld_health_checks",
    ],
)
def test_a_source_that_is_not_there_is_code_3(run: Run, adapter: str) -> None:
    ran = run("check", "--source", f"{adapter}=nowhere/at-all")

    assert_one_clear_error(ran, 3)
    assert "nowhere/at-all does not exist" in ran.err


@pytest.mark.parametrize(
    ("adapter", "name"),
    [
        ("attendance_marks", "marks.csv"),
        ("referrals", "referrals.csv"),
        ("rtt", "rtt.csv"),
        ("dm01", "dm01.csv"),
        ("chs_sitrep", "chs.csv"),
        ("ld_health_checks", "checks.csv"),
    ],
)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        f"{CANARY},{CANARY}\n{CANARY},{CANARY}\n".encode(),
        f'a,b\n"{CANARY}'.encode(),
        f"{CANARY} \xc3\xa9\n".encode() + b"\xe9 \xc3\xa9\n",
    ],
    ids=["empty", "binary", "no header", "open quote", "mixed encodings"],
)
def test_a_text_file_that_cannot_be_read_is_code_3(
    run: Run, tmp_path: Path, adapter: str, name: str, content: bytes
) -> None:
    source = tmp_path / name
    source.write_bytes(content)

    ran = run("check", "--source", f"{adapter}={source}")

    assert_one_clear_error(ran, 3)
    assert name in ran.err


def test_rows_beyond_the_limit_give_no_figure_and_code_1(
    run: Run, tmp_path: Path
) -> None:
    header = "referral_id,person_id,service,referred_on,first_contact_on,closed_on\n"
    good = "".join(f"R{n},P{n},speech,2025-01-01,,\n" for n in range(10))
    bad = "".join(f"B{n},P{n},speech,2025-01-99,,\n" for n in range(21))
    source = tmp_path / "referrals.csv"
    source.write_text(header + good + bad)

    checked = run("check", "--source", f"referrals={source}")
    ran = run(
        *("calculate", "waits.still_waiting", "--source", f"referrals={source}"),
        *("--as-at", "2025-12-31"),
    )

    assert checked.code == 1
    assert "over the limit of 20" in checked.out
    assert ran.code == 1
    assert "[x]" in ran.out
    assert "21 of 31 rows of referrals were rejected" in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("name = ", "not valid TOML"),
        ('name = "x"\nsauce = 1', "sauce"),
        ('[[source]]\nadapter = "sen2"', "needs a name"),
        ('name = "x"\n[[source]]\nadapter = 1\npath = "y"', "as text"),
        ('name = "x"\n[[source]]\nadapter = "sen2"\npath = "y"\nkey = "z"', "key"),
    ],
)
def test_a_partnership_file_that_is_not_understood_is_code_2(
    run: Run, tmp_path: Path, written: str, said: str
) -> None:
    file = tmp_path / "partnership.toml"
    file.write_text(written)

    ran = run("check", "--partnership", file)

    assert_one_clear_error(ran, 2)
    assert "partnership.toml" in ran.err
    assert said in ran.err


def test_a_fault_of_the_library_shows_its_place_but_never_its_message(
    run: Run, monkeypatch: pytest.MonkeyPatch, demo_sources: DemoSources
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr("send_metrics.cli.check.records_of", broken)

    ran = run("check", f"--source=sen2={demo_sources.sen2}")

    assert_one_clear_error(ran, main.BUG)
    assert "internal error (KeyError at " in ran.err


def test_help_is_not_an_error(run: Run) -> None:
    ran = run("calculate", "--help")

    assert ran.code == 0
    assert "--period" in ran.out


def test_two_returns_of_one_authority_are_not_counted_together(
    run: Run, demo_sources: DemoSources, tmp_path: Path
) -> None:
    again = tmp_path / "again.xml"
    again.write_bytes(demo_sources.sen2.read_bytes())

    ran = run(
        *("calculate", KPI, f"--source=sen2={demo_sources.sen2}"),
        *(f"--source=sen2={again}", "--period", "CY2025"),
    )

    assert_one_clear_error(ran, 2)
    assert "SEN2 return of authority 999" in ran.err
    assert "run of its own" in ran.err


def test_out_never_writes_over_a_source(run: Run, demo_sources: DemoSources) -> None:
    before = demo_sources.sen2.read_bytes()

    ran = run(
        *("calculate", KPI, f"--source=sen2={demo_sources.sen2}"),
        *("--period", "CY2025", "--format", "json", "--out", demo_sources.sen2),
    )

    assert_one_clear_error(ran, 2)
    assert "would write over a source" in ran.err
    assert demo_sources.sen2.read_bytes() == before


def test_the_demo_never_writes_over_files_of_others(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "partnership.toml"
    mine.write_text("mine")

    into_mine = run("demo", tmp_path)
    onto_a_file = run("demo", mine)

    for ran in (into_mine, onto_a_file):
        assert_one_clear_error(ran, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["partnership.toml"]
    assert mine.read_text() == "mine"


def test_a_partnership_without_sources_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "partnership.toml").write_text('name = "x"')

    ran = run("check", "--partnership", tmp_path / "partnership.toml")

    assert_one_clear_error(ran, 2)
    assert "names no [[source]]" in ran.err
