import json
import logging
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import send_metrics as sm
from send_metrics.adapters.wonde import service as over_http
from send_metrics.adapters.wonde.pages import MARKS, Page
from send_metrics.adapters.wonde.source import load_service
from send_metrics.cli.main import exit_code
from send_metrics.errors import SettingsError, SourceError
from send_metrics.records.report import RowBalance

from .conftest import TOKEN, Answer, Service
from .school_data import MARK, mark, page

TOKENS = sm.Tokens({"wonde": TOKEN})


@pytest.fixture(autouse=True)
def _without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def file(tmp_path: Path, service: Service) -> Path:
    path = tmp_path / "wonde.toml"
    path.write_text(service.toml())
    return path


def marks_of(
    file: Path, waits: list[float] | None = None, token: str = TOKEN
) -> list[Page]:
    """Ask for the marks of the school, and write down how long was waited."""
    held = load_service(file)
    kept = [] if waits is None else waits
    with over_http.asked(held, token, kept.append) as pages:
        return list(pages(held.school[0], MARKS))


def one_mark(following: str | None = None) -> Answer:
    return Answer.of(page([mark("P1", "2025-09-02", "AM", "C1")], following))


def test_a_school_is_read_over_http(file: Path, service: Service) -> None:
    records = sm.read("wonde", file, tokens=TOKENS)

    balances = records.report.sources[0].balances
    assert balances["attendance_marks"] == RowBalance(2, 2)
    assert balances["pupils"] == RowBalance(2, 2)
    assert list(records.tables["schools"].native["phase"]) == ["special"]
    assert records.report.findings == ()
    asked = [(urlsplit(path).path, urlsplit(path).query) for path in service.asked]
    assert [(path.split("A123/")[1], parse_qs(query)) for path, query in asked] == [
        ("attendance-codes", {}),
        ("students", {"include": ["extended_details,sen_needs"]}),
        ("students-leaver", {"include": ["extended_details,sen_needs"]}),
        ("attendance/session", {"updated_after": ["2025-09-01 00:00:00"]}),
    ]


def test_marks_outside_the_days_asked_for_are_left_out_with_a_note(
    file: Path, service: Service
) -> None:
    days = ("2025-08-31", "2025-09-01", "2025-12-31", "2026-01-01")
    service.answers(
        MARKS, Answer.of(page([mark("P1", day, "AM", "C1") for day in days]))
    )
    file.write_text(service.toml(last_on="2025-12-31"))

    report = sm.read("wonde", file, tokens=TOKENS).report.sources[0]

    assert report.balances["attendance_marks"] == RowBalance(2, 2)
    assert report.notes == (
        "2 marks that were sent lie outside the days asked for; not read",
    )


@pytest.mark.parametrize("form", ["whole", "relative"])
def test_the_next_page_is_followed_to_the_last(
    file: Path, service: Service, form: str
) -> None:
    start = service.address if form == "whole" else ""
    path = f"{start}/v1.0/schools/A123/attendance/session?cursor="
    service.answers(MARKS, one_mark(f"{path}1"), one_mark(f"{path}2"), one_mark())

    pages = marks_of(file)

    assert [len(p.records) for p in pages] == [1, 1, 1]
    assert pages[-1].place == "A123/attendance/session, page 3"
    assert [path.partition("cursor=")[2] for path in service.asked] == ["", "1", "2"]


@pytest.mark.parametrize(
    "following",
    [
        "https://127.0.0.1:1/v1.0/schools/A123/attendance/session",
        "http://localhost:1/",
        "//elsewhere.test/page",
        "ftp://127.0.0.1/",
    ],
)
def test_a_next_page_on_another_host_is_refused_and_not_asked_for(
    file: Path, service: Service, following: str
) -> None:
    service.answers(MARKS, one_mark(following))

    with pytest.raises(SourceError, match="the next page lies on another host"):
        marks_of(file)

    assert len(service.asked) == 1


def test_a_redirection_is_not_followed(file: Path, service: Service) -> None:
    service.answers(MARKS, Answer(302, headers={"Location": "http://127.0.0.1:1/"}))

    with pytest.raises(SourceError, match="answered 302"):
        marks_of(file)


def test_a_busy_service_is_asked_again_after_as_long_as_it_says(
    file: Path, service: Service
) -> None:
    service.answers(MARKS, Answer(429, headers={"Retry-After": "7"}), one_mark())
    waits: list[float] = []

    pages = marks_of(file, waits)

    assert len(pages) == 1
    assert waits == [7.0]


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({}, 1.0),
        ({"Retry-After": "0"}, 1.0),
        ({"Retry-After": "soon"}, 1.0),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 1.0),
    ],
)
def test_a_service_that_names_no_time_is_asked_again_after_a_second(
    file: Path, service: Service, headers: dict[str, str], pause: float
) -> None:
    service.answers(MARKS, Answer(500, headers=headers), one_mark())
    waits: list[float] = []

    marks_of(file, waits)

    assert waits == [pause]


def test_a_date_to_ask_again_is_read_by_the_clock_of_the_service() -> None:
    import httpx

    headers = httpx.Headers(
        {
            "Date": "Wed, 21 Oct 2015 07:28:00 GMT",
            "Retry-After": "Wed, 21 Oct 2015 07:28:30 GMT",
        }
    )

    assert over_http._patience(headers) == 30.0


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_service_that_keeps_failing_is_given_up_after_five_times(
    file: Path, service: Service, status: int
) -> None:
    service.answers(MARKS, Answer(status, MARK.encode()))
    waits: list[float] = []

    with pytest.raises(
        SourceError, match=f"page 1: the service answered {status}, 5 times"
    ):
        marks_of(file, waits)

    assert waits == [1.0, 2.0, 4.0, 8.0]


def test_a_service_that_asks_for_too_much_patience_is_given_up(
    file: Path, service: Service
) -> None:
    service.answers(MARKS, Answer(429, headers={"Retry-After": "121"}))
    waits: list[float] = []

    with pytest.raises(SourceError, match="answered 429, 1 times; try again later"):
        marks_of(file, waits)

    assert waits == []


def test_an_answer_cut_short_is_asked_for_again(file: Path, service: Service) -> None:
    whole = one_mark()
    short = Answer(body=whole.body[:-9], length=len(whole.body))
    service.answers(MARKS, short, whole)
    waits: list[float] = []

    assert len(marks_of(file, waits)) == 1
    assert waits == [1.0]


def test_an_answer_that_cannot_be_unpacked_is_asked_for_again(
    file: Path, service: Service
) -> None:
    damaged = Answer(body=b"no gzip", headers={"Content-Encoding": "gzip"})
    service.answers(MARKS, damaged, one_mark())
    waits: list[float] = []

    assert len(marks_of(file, waits)) == 1
    assert waits == [1.0]


def test_a_service_that_is_not_there_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "wonde.toml"
    path.write_text(Service("http://127.0.0.1:1").toml())

    with pytest.raises(SourceError, match=r"no whole answer came \(ConnectError\), 5"):
        marks_of(path)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(body=b'{"data": [{"id": "Qzx9"'), "page 1: not JSON from line 1"),
        (Answer(body=b"<html>Qzx9</html>"), "page 1: not JSON from line 1, column 1"),
        (Answer(body=b'{"Qzx9": []}'), "there is no list called data"),
        (Answer(403, b"Qzx9"), "the token may not read this"),
        (Answer(404, b"Qzx9"), "does not know the school"),
        (Answer(418, b"Qzx9"), "answered 418; check base"),
        (one_mark("http://Qzx9:port/"), "the address of the next page is none"),
    ],
)
def test_what_is_no_page_is_refused_with_its_place(
    file: Path, service: Service, answer: Answer, message: str
) -> None:
    service.answers(MARKS, answer)

    with pytest.raises(SourceError) as caught:
        marks_of(file)

    assert message in str(caught.value)
    assert MARK not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_wrong_token_is_refused_without_showing_it(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    with pytest.raises(SourceError, match="does not know the token") as caught:
        marks_of(file, token=f"{TOKEN}wrong")

    assert TOKEN not in str(caught.value) + caplog.text


def test_the_token_comes_out_nowhere(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    held = load_service(file)

    with over_http.asked(held, TOKEN) as pages:
        said = repr([pages, TOKENS, held])
    records = sm.read("wonde", file, tokens=TOKENS)

    assert TOKEN not in said + repr([records, records.report]) + caplog.text
    assert MARK not in said + repr([records, records.report]) + caplog.text


def test_an_answer_larger_than_a_page_is_refused(file: Path) -> None:
    held = load_service(file)
    with over_http.asked(held, TOKEN) as pages:
        pages._largest = 100
        with pytest.raises(SourceError, match="the answer is larger than a page"):
            list(pages(held.school[0], MARKS))


def test_pages_without_an_end_are_refused(file: Path, service: Service) -> None:
    service.answers(MARKS, one_mark("?again=1"))
    held = load_service(file)
    with over_http.asked(held, TOKEN) as pages:
        pages._most = 3
        with pytest.raises(SourceError, match="there are more than 3 pages"):
            list(pages(held.school[0], MARKS))

    assert len(service.asked) == 3


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"base": '"http://api.example.test"'}, "begins with https://"),
        ({"base": '"file:///etc"'}, "begins with https://"),
        ({"base": '"https://Qzx9:word@api.example.test"'}, "begins with https://"),
        ({"base": '"https://api.example.test/?token=Qzx9"'}, "begins with https://"),
        ({"base": '"https://api.example.test:port"'}, "begins with https://"),
        ({"base": '"https://[Qzx9"'}, "begins with https://"),
        ({"base": "7"}, "missing or of the wrong type"),
        ({"first_on": '"2025-09-01"'}, "missing or of the wrong type"),
        ({"first_on": "2025-09-01T00:00:00"}, "missing or of the wrong type"),
        ({"last_on": "2025-08-31"}, "last_on lies before first_on"),
        ({"secret": '"Qzx9"'}, "secret is not understood"),
        ({"include": '"Qzx9'}, "not valid TOML"),
    ],
)
def test_a_file_that_names_no_service_is_refused(
    tmp_path: Path, more: dict[str, str], message: str
) -> None:
    path = tmp_path / "wonde.toml"
    path.write_text(Service("https://api.example.test").toml(**more))

    with pytest.raises(SourceError) as caught:
        sm.read("wonde", path, tokens=TOKENS)

    assert message in str(caught.value)
    assert MARK not in str(caught.value)


@pytest.mark.parametrize(
    ("school", "message"),
    [
        ('id = "A1/../B"\nurn = "900001"', "school 2 needs an id made of letters"),
        ('id = "A1"\nurn = "12"', "school 2 needs a urn of six digits"),
        ('id = "A1"\nurn = "900002"\nphase = "big"', "school 2 needs one of these"),
        ('id = "A123"\nurn = "900002"', "two schools have the same id"),
        ('id = "A1"\nurn = "900001"', "two schools have the same urn"),
    ],
)
def test_a_school_that_cannot_be_asked_for_is_refused(
    tmp_path: Path, school: str, message: str
) -> None:
    path = tmp_path / "wonde.toml"
    text = Service("https://api.example.test").toml()
    path.write_text(f"{text}\n[[school]]\n{school}\n")

    with pytest.raises(SourceError, match=message):
        load_service(path)


def test_a_token_that_is_not_there_is_asked_for_by_name(file: Path) -> None:
    with pytest.raises(SettingsError, match="no token called wonde; there are: none"):
        sm.read("wonde", file)
    with pytest.raises(SettingsError, match="there are: herts, lincs"):
        sm.read("wonde", file, tokens=sm.Tokens({"lincs": "a", "herts": "b"}))


@pytest.mark.parametrize("token", ["", "two\nlines", "Qzx9 é"])
def test_a_token_that_cannot_be_sent_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(SettingsError) as caught:
        sm.Tokens({"wonde": token})

    assert MARK not in str(caught.value)


def test_the_command_line_takes_the_token_from_the_settings(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEND_METRICS_TOKENS", f"other=x=, wonde={TOKEN}")

    code = exit_code(
        [
            *("calculate", "attendance.absence_rate", f"--source=wonde={file}"),
            *("--period=2025-09", "--format=json"),
        ]
    )

    said = capsys.readouterr()
    assert code == 0
    assert json.loads(said.out)[0]["denominator"] == 2
    assert TOKEN not in said.out + said.err
