"""The adapter for figures that DfE has published."""

import re
from math import nan
from pathlib import Path

import numpy as np
import pandas as pd
from attrs import define, field, frozen

from send_metrics.adapters.contract import Reading
from send_metrics.adapters.delimited import joined_balance
from send_metrics.adapters.delimited.columns import Mask, TextColumn
from send_metrics.adapters.ees.cells import PublishedFile, read_file
from send_metrics.adapters.ees.layouts import AREAS, SEN_TOPIC
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding, RowBalance
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import MISSING_SYMBOLS, PUBLISHED_FIGURES

NONE = "none"
TABLE = PUBLISHED_FIGURES.name

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?", re.IGNORECASE)


@frozen
class PublishedStatistics:
    """Reads every value of published files as a row, symbols kept as what they are."""

    name: str = "ees"
    title: str = (
        "DfE's published statistics: attendance and absence, EHC plans of release 2025"
        " and 2026, in CSV"
    )
    tables: tuple[str, ...] = (TABLE,)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:  # noqa: ARG002 - no person is named
        """Read one file, or every CSV file of a folder.

        Raises:
            SourceError: a file is damaged or of no known kind.
        """
        files = [path] if path.is_file() else sorted(path.glob("*.csv"))
        if not files:
            message = f"{path.name}: there is no .csv file in the folder"
            raise SourceError(message)
        values = _Values()
        for file in files:
            values.add(read_file(file), file.name)
        return Reading(
            frames={TABLE: pd.concat(values.frames, ignore_index=True)},
            balances={TABLE: joined_balance(values.balances)},
            findings=tuple(values.findings),
        )


@define
class _Values:
    """Published values of several files."""

    frames: list[pd.DataFrame] = field(factory=list)
    balances: list[RowBalance] = field(factory=list)
    findings: list[Finding] = field(factory=list)

    def add(self, file: PublishedFile, name: str) -> None:
        self.findings += file.findings
        places, placed = _places(file)
        self._find(
            "geographic-level",
            file.lines[~placed],
            len(file.measures),
            f"the area is none of {', '.join(AREAS)}",
            "leave out other levels when you download the data",
            name,
            column="geographic_level",
        )
        self._find(
            "row-width",
            np.array(file.misshapen, dtype=np.int64),
            len(file.measures),
            "the row is of another width than the header",
            "download the file again",
            name,
        )
        outside = (len(file.misshapen) + int((~placed).sum())) * len(file.measures)
        blank, repeated = file.blank * len(file.measures), file.repeated * len(placed)
        balances = [
            RowBalance(outside, 0, outside),
            RowBalance(blank, 0, blank=blank),
            RowBalance(repeated, 0, merged_duplicates=repeated),
        ]
        for measure in file.measures:
            frame, balance = self._measure(file, measure, places, placed, name)
            self.frames.append(frame)
            balances.append(balance)
        self.balances.append(joined_balance(balances))

    def _measure(
        self,
        file: PublishedFile,
        measure: str,
        places: pd.DataFrame,
        placed: Mask,
        name: str,
    ) -> tuple[pd.DataFrame, RowBalance]:
        """Return the values of one column; those that are neither number nor symbol go."""
        held = file.columns[measure]
        empty = held.where(lambda text: not text) & placed
        readable = held.where(lambda text: text in MISSING_SYMBOLS or _is_number(text))
        kept = readable & placed
        wrong = placed & ~readable & ~empty
        self._find(
            "published-value",
            file.lines[wrong],
            1,
            "the value is neither a number nor a symbol that is known",
            "look the symbol up in the guidance of the release",
            name,
            column=measure,
        )
        frame = places.assign(
            measure=measure,
            published=held.become(str),
            value=_numbers(held),
            missing=held.become(lambda text: text if text in MISSING_SYMBOLS else NONE),
        )
        balance = RowBalance(
            rows_in=int(placed.sum()),
            accepted=int(kept.sum()),
            rejected=int(wrong.sum()),
            blank=int(empty.sum()),
        )
        return frame[kept], balance

    def _find(
        self,
        rule: str,
        lines: "np.ndarray[tuple[int], np.dtype[np.int64]]",
        values: int,
        wording: str,
        action: str,
        file: str,
        column: str | None = None,
    ) -> None:
        if len(lines):
            self.findings.append(
                Finding(
                    rule=rule,
                    severity="error",
                    table=TABLE,
                    wording=wording,
                    action=action,
                    column=column,
                    line=int(lines[0]),
                    rows=len(lines) * values,
                    file=file,
                )
            )


def _places(file: PublishedFile) -> tuple[pd.DataFrame, Mask]:
    """Return what each row is of, and whether its geographic level is known."""
    height = len(file.lines)

    def said(name: str, otherwise: str = UNKNOWN) -> "pd.Series[str]":
        held = file.columns.get(name)
        unsaid = file.layout.unsaid.get(name, otherwise)
        if held is None:
            return pd.Series([unsaid] * height, dtype="str")
        return held.become(lambda text: text or otherwise)

    level = said("geographic_level")
    code, area = said("", UNKNOWN), said("", UNKNOWN)
    for name, (code_column, name_column) in AREAS.items():
        code = code.mask(level == name, said(code_column))
        area = area.mask(level == name, said(name_column))
    by_sen = "sen" in file.columns and "breakdown_topic" not in file.columns
    topic = said("breakdown_topic", SEN_TOPIC if by_sen else NONE)
    frame = pd.DataFrame(
        {
            "file_kind": file.layout.file_kind,
            "time_period": said("time_period"),
            "time_identifier": said("time_identifier"),
            "geographic_level": level,
            "area_code": code,
            "area_name": area,
            "authority": said("old_la_code", NONE),
            "phase": said("education_phase", NONE),
            "breakdown_topic": topic,
            "breakdown": said("sen" if by_sen else "breakdown", NONE),
        }
    )
    return frame, level.isin(list(AREAS)).to_numpy(dtype=bool)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _numbers(held: TextColumn) -> "pd.Series[float]":
    values = [float(text) if _is_number(text) else nan for text in held.values]
    return pd.Series(np.array(values, dtype=float)[held.places])
