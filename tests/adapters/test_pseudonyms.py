import pytest

from send_metrics import Pseudonyms, SendMetricsError

KEY = b"k" * 32
CANARY = "A919000000001"


def test_with_a_key_the_same_person_has_the_same_stand_in_in_every_run() -> None:
    first, second = Pseudonyms(KEY), Pseudonyms(KEY)

    assert first.of("person", CANARY) == second.of("person", CANARY)
    assert first.of("person", CANARY) != Pseudonyms(b"x" * 32).of("person", CANARY)
    assert len(first.of("person", CANARY)) == 64


def test_the_domain_keeps_purposes_apart() -> None:
    assert Pseudonyms(KEY).of("person", CANARY) != Pseudonyms(KEY).of("pupil", CANARY)


def test_without_a_key_stand_ins_are_numbers_in_order_of_appearance() -> None:
    names = Pseudonyms()

    given = [names.of("person", who) for who in ("x", "y", "x")]

    assert given == ["person-000001", "person-000002", "person-000001"]


def test_spaces_around_make_no_difference_but_case_and_hyphens_do() -> None:
    names = Pseudonyms(KEY)

    assert names.of("person", " 1-11 ") == names.of("person", "1-11")
    assert len({names.of("person", one) for one in ("1-11", "11-1", "aB", "AB")}) == 4


def test_neither_key_nor_identifier_shows_in_the_repr() -> None:
    names = Pseudonyms(KEY)
    names.of("person", CANARY)

    assert "kkk" not in repr(names)
    assert CANARY not in repr(names)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(SendMetricsError, match="shorter than 32 bytes"):
        Pseudonyms(b"short")
