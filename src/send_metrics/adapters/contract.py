"""What an adapter promises: a name, the tables it gives, and a way to read them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from attrs import field, frozen

from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.tokens import Tokens
from send_metrics.domain.period import Period
from send_metrics.records.report import Finding, RowBalance


@frozen
class Reading:
    """What an adapter took from one source.

    *frames* are data frames of any library, one for each table, in the columns of the
    canonical schema. *balances* account for the rows of each table up to the frame:
    ``accepted`` is the frame's height. A table without a balance is taken to have
    accepted every row it read. Findings name places and rules, never values.

    *covers* are the days that the source as a whole tells of, where it says so.
    *stands_alone* names what two sources of one set of records may not both be, because
    the same people and events would be in both. *whole* are the tables of which it holds
    every row that its organisation has, so that a list of the same in another source
    tells of them again.
    """

    frames: Mapping[str, Any] = field(repr=lambda frames: str(list(frames)))
    balances: Mapping[str, RowBalance] = field(factory=dict)
    findings: tuple[Finding, ...] = ()
    columns_left_out: Mapping[str, tuple[str, ...]] = field(factory=dict)
    notes: tuple[str, ...] = ()
    stands_alone: str | None = None
    whole: tuple[str, ...] = ()
    covers: Period | None = None


@frozen
class Crash:
    """A rule that failed itself: which, the kind of error, and at which record."""

    rule: str
    error: str
    element: str


@frozen
class CheckRun:
    """What the rules of a source's own field found in it.

    *broken* has each rule that is broken, at its first place; its rows are the times.
    *rules* are the ids of those that ran to the end. *not_run* are those of which this
    source alone cannot tell, each with the reason. A run with *crashes* has failed,
    whatever else it found.
    """

    broken: tuple[Finding, ...]
    rules: tuple[str, ...]
    not_run: tuple[tuple[str, str], ...] = ()
    crashes: tuple[Crash, ...] = ()


@runtime_checkable
class Checking(Protocol):
    """What an adapter may offer besides: to check a source before it is sent on."""

    def check(self, path: Path, tell: Callable[[Finding], None]) -> CheckRun:
        """Run every rule over the source at *path*.

        *tell* is given each place that breaks a rule as it is met, never with a value,
        so that a list of any length can be written without being held.

        Raises:
            SourceError: the source as a whole cannot be read.
        """
        ...


@runtime_checkable
class Connecting(Protocol):
    """What an adapter may offer besides: to read from a service that asks for a token."""

    def read_with(self, path: Path, pseudonyms: Pseudonyms, tokens: Tokens) -> Reading:
        """Read the source at *path*, or what it names, with one of the *tokens*.

        Raises:
            SettingsError: the source names a token that is not there.
            SourceError: the source as a whole cannot be read.
        """
        ...


@runtime_checkable
class Adapter(Protocol):
    """Reads one kind of system. Nothing to inherit: these four names are enough."""

    @property
    def name(self) -> str:
        """The name that sources are given under, ``sen2`` in ``sen2=return.xml``."""
        ...

    @property
    def title(self) -> str:
        """What it reads, with the versions it was tried with, in one line."""
        ...

    @property
    def tables(self) -> tuple[str, ...]:
        """The canonical tables that it can give."""
        ...

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read the source at *path*.

        Identifiers of people go through *pseudonyms*; names, postcodes and dates of
        birth go no further.

        Raises:
            SourceError: the source as a whole cannot be read; the message names the
                file, the place and what to do, and no value.
        """
        ...
