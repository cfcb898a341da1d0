"""Worked examples: what the spec tests draw, kept for those who print them."""

import contextlib
import datetime as dt
import inspect
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import field, frozen

from send_metrics import Period

SPECS = Path(__file__).parent
DRAWING_ONLY = pytest.StashKey[bool]()
"""Set in a run of pytest that wants the drawings and not the proof."""


def _tidied(tables: Mapping[str, str]) -> dict[str, str]:
    return {name: inspect.cleandoc(text) for name, text in tables.items()}


@frozen
class Example:
    """A drawing, and what a definition makes of it: exactly what a spec test asserts.

    *test* is the test's name as a sentence and *note* its docstring. *tables* are the
    drawings by canonical table; the table that the definition reads comes first.

    Of rows, the ids in the column ``row`` are given by role: *denominator* holds the
    numerator too, *excluded* is by the name of the exclusion, and a row in none of them
    is outside. *shows* is the figure as it is printed and *because* why it has no
    number. *sums* are the two numbers of a rate whose parts are counted in several
    tables; such a rate gives no row a role.
    """

    kpi_id: str
    edition: int
    test: str
    note: str
    tables: Mapping[str, str] = field(converter=_tidied)
    period: Period | None = None
    as_at: dt.date | None = None
    numerator: frozenset[str] = frozenset()
    denominator: frozenset[str] = frozenset()
    excluded: Mapping[str, frozenset[str]] = field(factory=dict)
    undetermined: frozenset[str] = frozenset()
    sums: tuple[int, int] | None = None
    shows: str | None = None
    because: str | None = None

    @property
    def drawing(self) -> str:
        """The drawing of the table that the definition reads."""
        return next(iter(self.tables.values()))


EXAMPLES: list[Example] = []
"""Every example of the tests that have run, each once, whatever the engines."""


def keep(example: Example) -> None:
    """Add an example to those kept, unless another engine has drawn it already."""
    if example not in EXAMPLES:
        EXAMPLES.append(example)


class DrawingOnly:
    """A pytest plugin: every spec draws once, on no engine, and computes nothing."""

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[DRAWING_ONLY] = True

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [
            item
            for item in items
            if isinstance(item, pytest.Function) and _draws_first(item)
        ]


def _draws_first(item: pytest.Function) -> bool:
    """Whether a test draws, on the first engine, or needs none."""
    if "engine" in item.fixturenames:
        on_first = item.callspec.params["engine"] == "pandas"
        return on_first and bool({"spec", "rate"} & set(item.fixturenames))
    return "settled" in item.fixturenames


def drawn_examples() -> list[Example]:
    """Return the examples of all specs, in the order of files and tests.

    Raises:
        RuntimeError: the specs could not be collected; the message is pytest's.
    """
    said = io.StringIO()
    words = [str(SPECS), "-q", "-p", "no:cacheprovider", "--capture=no"]
    with contextlib.redirect_stdout(said):
        code = pytest.main(words, plugins=[DrawingOnly()])
    if code != pytest.ExitCode.OK:
        raise RuntimeError(said.getvalue())
    return EXAMPLES
