from pathlib import Path

import pytest

from send_metrics.adapters.attendance_marks import AttendanceMarks
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.errors import SourceError

from .sources import KINDS, MARKS, PUPILS, records, rows_of, write

CANARY = "Zaphod"


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_comes_through_that_is_not_a_canonical_one(
    tmp_path: Path, kind: str
) -> None:
    write(
        tmp_path,
        "marks",
        kind,
        MARKS.strip() + ",surname\nZaphod1,900001,2025-09-02,AM,/,Zaphod\n"
        "Zaphod2,900001,Zaphod,AM,/,Zaphod\nZaphod3,900001,2025-09-02,Zaphod,/,Zaphod\n"
        "Zaphod4,900001,2025-09-02,AM,Zaphod,Zaphod\n,Zaphod,2025-09-02,AM,/,Zaphod\n",
    )
    write(
        tmp_path,
        "pupils",
        kind,
        PUPILS.strip() + ",surname\nZaphod1,K,ASD,2014-09-17,North,Zaphod\n"
        "Zaphod2,Zaphod,ASD,2014-09-17,North,Zaphod\n"
        "Zaphod3,K,Zaphod,2014-09-17,North,Zaphod\n"
        "Zaphod4,K,ASD,Zaphod,North,Zaphod\n",
    )

    read = records(tmp_path)
    reading = AttendanceMarks().read(tmp_path, Pseudonyms(key=b"k" * 32))

    said = repr(
        [
            rows_of(read, "attendance_marks"),
            rows_of(read, "pupils"),
            read,
            read.report,
            reading.findings,
            reading.notes,
            reading.columns_left_out,
        ]
    )
    assert len(rows_of(read, "attendance_marks")) == 1
    assert len(rows_of(read, "pupils")) == 2
    assert CANARY.lower() not in said.lower()
    assert "2014-09-17" not in said
    assert "birth_cohort" in reading.frames["pupils"].columns
    assert "date_of_birth" not in reading.frames["pupils"].columns


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_gives_the_same_stand_ins_in_marks_and_pupils_on_every_reading(
    tmp_path: Path, kind: str
) -> None:
    write(tmp_path, "marks", kind, MARKS + "P1,900001,2025-09-02,AM,/\n")
    write(tmp_path, "pupils", kind, PUPILS + " P1 ,K,,,\n")
    key = b"k" * 32

    frames = [
        AttendanceMarks().read(tmp_path, Pseudonyms(key=key)).frames for _ in "12"
    ]

    found = set()
    for frame in frames:
        for table in ("attendance_marks", "pupils"):
            held = frame[table]
            native = held.df() if kind == "parquet" else held
            found |= set(native["pupil_id"])
    assert found == {Pseudonyms(key=key).of("pupil", "P1")}


@pytest.mark.parametrize(
    "content",
    [
        b"Zaphod,900001,2025-09-02,AM,/\n",
        b"pupil_id;school_urn;date;session;code\nZaphod;900001;2025-09-02;AM;/\n",
        b"pupil_id,school_urn,date,session,code\nZaphod,900001,\0,AM,/\n",
        b'pupil_id,school_urn,date,session,code\n"Zaphod,900001,2025-09-02,AM,/\n',
    ],
)
def test_a_refusal_shows_no_value(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "marks.csv"
    path.write_bytes(content)

    with pytest.raises(SourceError) as caught:
        records(path)

    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None
