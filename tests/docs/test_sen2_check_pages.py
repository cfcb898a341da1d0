"""The page of the SEN2 rules lists the rules that are run."""

from tests.sen2_check_pages import PAGE, whole


def test_the_list_of_rules_is_not_stale() -> None:
    assert PAGE.read_text("utf-8") == whole()
