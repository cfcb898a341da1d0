"""Terms that an authority hands in, and what is wrong with those that cannot be read."""

from pathlib import Path

import pytest

import send_metrics as sm
from send_metrics.domain.school_terms import AuthorityTerms
from send_metrics.domain.terms_file import terms_from_toml

OURS = """
authority = "Our county"
source = "https://www.example.org/term-dates"

[years."2024/25".autumn]
first = 2024-09-02
last = 2024-12-20
half_term = { first = 2024-10-28, last = 2024-11-01 }

[years."2024/25".spring]
first = 2025-01-06
last = 2025-04-04
half_term = { first = 2025-02-17, last = 2025-02-21 }

[years."2024/25".summer]
first = 2025-04-22
last = 2025-07-23
half_term = { first = 2025-05-26, last = 2025-05-30 }

[years."2025/26"]
term-1 = { first = 2025-09-01, last = 2025-10-24 }
term-2 = { first = 2025-11-03, last = 2025-12-19 }
"""


@pytest.fixture
def ours() -> AuthorityTerms:
    return terms_from_toml(OURS, "terms.toml")


def test_a_terms_file_is_read(tmp_path: Path, ours: AuthorityTerms) -> None:
    file = tmp_path / "terms.toml"
    file.write_text(OURS, encoding="utf-8-sig")

    assert sm.read_terms(file) == ours
    assert (ours.title, ours.source) == (
        "Our county",
        "https://www.example.org/term-dates",
    )


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("AY2024/25-autumn", "2024-09-02..2024-12-20"),
        ("AY2024/25-summer", "2025-04-22..2025-07-23"),
        ("AY2025/26-term-2", "2025-11-03..2025-12-19"),
        ("AY2024/25-autumn-first-half", "2024-09-02..2024-10-27"),
        ("AY2024/25-autumn-second-half", "2024-11-02..2024-12-20"),
    ],
)
def test_a_term_is_the_authoritys_where_its_terms_are_given(
    ours: AuthorityTerms, written: str, days: str
) -> None:
    period = sm.parse_period(written, ours)

    assert str(period) == days
    assert period.written == written
    assert period.kind == ("half term" if "half" in written else "term")


def test_terms_follow_each_other_from_year_to_year(ours: AuthorityTerms) -> None:
    summer, first = ours.term(2024, "summer"), ours.term(2025, "term-1")

    assert summer.next() == first
    assert first.previous() == summer
    assert ours.term(2024, "autumn").next() == ours.term(2024, "spring")
    assert sm.up_to(first, 4) == (*sm.terms_of(sm.academic_year(2024), ours), first)


def test_a_term_whose_neighbour_is_not_known_has_none(ours: AuthorityTerms) -> None:
    with pytest.raises(sm.SendMetricsError, match="AY2023/24 are not known"):
        ours.term(2024, "autumn").previous()
    with pytest.raises(sm.SendMetricsError, match="AY2026/27 are not known"):
        ours.term(2025, "term-2").next()
    with pytest.raises(sm.SendMetricsError, match="no term-1 term; use autumn, spring"):
        ours.term(2025, "term-1").same_last_year()


def test_half_terms_are_the_days_on_either_side_of_the_holiday(
    ours: AuthorityTerms,
) -> None:
    year = sm.academic_year(2024)
    halves = [str(half) for half in sm.half_terms_of(year, ours)]

    assert halves[:2] == ["2024-09-02..2024-10-27", "2024-11-02..2024-12-20"]
    assert len(halves) == 6
    assert [str(half) for half in ours.half_terms(2025)] == [
        "2025-09-01..2025-10-24",
        "2025-11-03..2025-12-19",
    ]


def test_half_terms_follow_each_other_and_terms_of_six_a_year(
    ours: AuthorityTerms,
) -> None:
    row = sm.up_to(ours.half_terms(2025)[-1], 8)

    assert row == (*ours.half_terms(2024), *ours.half_terms(2025))
    assert {half.kind for half in row} == {"half term"}
    with pytest.raises(
        sm.SendMetricsError, match="no autumn-first-half term; use term"
    ):
        ours.moved_by_years(row[0], 1)


def test_the_latest_term_that_is_over(ours: AuthorityTerms) -> None:
    at = {
        day: sm.latest_complete("term", sm.parse_period(f"{day}..{day}").last, ours)
        for day in ("2025-04-03", "2025-04-04", "2025-10-23")
    }

    assert [term.written for term in at.values()] == [
        "AY2024/25-autumn",
        "AY2024/25-spring",
        "AY2024/25-summer",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("authority = ", "authorities = ", "it.authorities is not understood"),
        ('authority = "Our county"', "authority = 919", "authority must be there"),
        ('authority = "Our county"', 'authority = " "', "authority must be there"),
        ("source = ", "# ", "source must be there, as text"),
        ("2024-09-02", "2024-09-31", "not valid TOML"),
        ("2024-09-02", '"2024-09-02"', "2024/25.autumn.first must be a day"),
        ("first = 2024-09-02", "", "2024/25.autumn.first must be a day"),
        ("2024-09-02", "2024-09-02T09:00:00", "2024/25.autumn.first must be a day"),
        (
            "2024-09-02",
            "2024-07-31",
            "autumn .* begins on 2024-07-31, but must .* after",
        ),
        ("2024-09-02", "2024-12-21", "2024/25.autumn: a period cannot end"),
        ("2025-01-06", "2024-12-20", "spring .* of AY2024/25 begins on 2024-12-20"),
        ("2025-07-23", "2025-09-01", "terms of AY2024/25 end on 2025-09-01"),
        ("2024-10-28", "2024-09-02", "2024/25.autumn: the half term .* inside of"),
        ("2024-11-01", "2024-12-20", "2024/25.autumn: the half term .* inside of"),
        ("2024-11-01", "2024-10-27", "2024/25.autumn.half_term: a period cannot end"),
        ("2024-11-01 }", "2024-11-01, days = 5 }", "half_term.days is not understood"),
        (", last = 2024-11-01", "", "2024/25.autumn.half_term.last must be a day"),
        ("2024/25", "2024/26", "write 2024/25"),
        ("2024/25", "autumn of 24", 'a key is not understood; .*"2024/25"'),
        (".autumn]", ".Autumn]", "2024/25.Autumn is not understood"),
        (".autumn]", ".to-autumn]", "2024/25.to-autumn is not understood"),
        (
            "half_term = { first = 2024-10-28, last = 2024-11-01 }",
            "half_term = 5",
            "table",
        ),
        ("term-1 = { first = 2025-09-01, last = 2025-10-24 }", "term-1 = 1", "a table"),
        (OURS[OURS.index("[years") :], "", "it has no years"),
        (OURS[OURS.index("[years") :], "years = 1", "years must be a table"),
        (OURS[OURS.index("[years") :], '[years."2024/25"]', "2024/25 has no term"),
    ],
)
def test_a_file_that_says_something_else_is_refused_with_the_place(
    old: str, new: str, said: str
) -> None:
    assert old in OURS

    with pytest.raises(sm.SendMetricsError, match=rf"^terms\.toml:? .*{said}"):
        terms_from_toml(OURS.replace(old, new, 1), "terms.toml")


def test_a_term_named_twice_is_refused() -> None:
    with pytest.raises(sm.SendMetricsError, match="not valid TOML"):
        terms_from_toml(OURS.replace(".spring]", ".autumn]"), "terms.toml")


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'authority = "Le\xe9"')
    (tmp_path / "large.toml").write_bytes(b"#" * (1024 * 1024 + 1))

    for name, said in {
        "none.toml": "does not exist",
        "latin.toml": "not UTF-8",
        "large.toml": "larger than 1 MiB",
        "": "cannot be read",
    }.items():
        with pytest.raises(sm.SendMetricsError, match=said):
            sm.read_terms(tmp_path / name)
