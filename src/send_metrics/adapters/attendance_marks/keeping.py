"""Several rows for one session: those that the system itself would not count go."""

import datetime as dt

import numpy as np
import pandas as pd

from send_metrics.adapters.attendance_marks.rules import (
    BEST_MARK,
    DELETED,
    LATEST_UNKNOWN,
    LATEST_VERSION,
    MOMENT,
    NOT_A_SESSION,
    named,
)
from send_metrics.adapters.attendance_marks.shapes import Marks
from send_metrics.adapters.delimited import dates
from send_metrics.domain.attendance_codes import SessionClass, meaning_on

_KEY = ["pupil_id", "school_urn", "date", "session"]
_TRUTHS = {
    **dict.fromkeys(("TRUE", "1", "YES", "Y"), "yes"),
    **dict.fromkeys(("FALSE", "0", "NO", "N"), "no"),
}
_BEST_FIRST = (
    SessionClass.PRESENT,
    SessionClass.APPROVED_ACTIVITY,
    SessionClass.AUTHORISED,
    SessionClass.UNAUTHORISED,
)


def leave_out_lessons(marks: Marks) -> None:
    """Take out the rows that are of lessons, where the system sends both together."""
    column = marks.names.get("kind")
    if column is not None:
        others = marks.rows.where(column, lambda kind: kind.upper() != "SESSION")
        marks.rows.take_out(others, **named(NOT_A_SESSION, column))


def keep_latest_versions(marks: Marks) -> None:
    """Keep the latest version of each record, and none of those that were deleted.

    This comes before anything else is judged: an earlier version must not stand in for
    a later one that cannot be read.
    """
    rows, names = marks.rows, marks.names
    record = rows.texts(names["record"])
    moments = [_moment(text) for text in rows.columns[names["changed_at"]].values]
    unreadable = rows.where(
        names["changed_at"], lambda text: bool(text) and _moment(text) is None
    )
    rows.reject(unreadable, **named(MOMENT, names["changed_at"]))
    deleted = None
    if "deleted" in names:
        deleted = rows.codes(names["deleted"], _TRUTHS, empty="no")
    versions = pd.DataFrame(
        {
            "school_urn": rows.texts(names["school_urn"], empty=""),
            "record": record,
            "moment": np.array(
                [moment or "NaT" for moment in moments], dtype="datetime64[us]"
            )[rows.columns[names["changed_at"]].places],
        }
    )[rows.sound]
    several = versions[versions.duplicated(["school_urn", "record"], keep=False)]
    same = several.groupby(["school_urn", "record"])["moment"]
    unknown = same.transform(lambda moment: moment.isna().any()).astype(bool)
    earlier = several["moment"] < same.transform("max")
    height = len(rows.sound)
    undecided = _mask(height, several.index[unknown])
    rows.reject(undecided, **named(LATEST_UNKNOWN, names["changed_at"]))
    rows.take_out(
        _mask(height, several.index[earlier]),
        **named(LATEST_VERSION, names["record"]),
        merged=True,
    )
    if deleted is not None:
        rows.take_out(deleted == "yes", **named(DELETED, names["deleted"]))


def keep_best_marks(marks: Marks, frame: pd.DataFrame) -> None:
    """Of several marks for one session keep the best, as the system does.

    The best is present, then an approved activity, authorised, unauthorised, other.
    *frame* has every row, also those that were set aside.
    """
    sound = frame[marks.rows.sound]
    several = sound[sound.duplicated(_KEY, keep=False)]
    ranks = [
        _rank(code, day)
        for code, day in zip(several["code"], dates(several["date"]), strict=True)
    ]
    ranked = several.assign(rank=ranks)
    best = ranked.groupby(_KEY)["rank"].transform("min")
    marks.rows.take_out(
        _mask(len(frame), ranked.index[ranked["rank"] > best]),
        **named(BEST_MARK, marks.names["code"]),
        merged=True,
    )


def _rank(code: str, day: dt.date | None) -> int:
    meaning = None if day is None else meaning_on(code, day)
    if meaning is None or meaning.session_class not in _BEST_FIRST:
        return len(_BEST_FIRST)
    return _BEST_FIRST.index(meaning.session_class)


def _moment(text: str) -> dt.datetime | None:
    """Return a moment in universal time, which one without a zone is taken to be."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def _mask(
    height: int, places: "pd.Index[int]"
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    mask = np.zeros(height, dtype=bool)
    mask[places.to_numpy(dtype=np.int64)] = True
    return mask
