import os
import subprocess
import sys
from pathlib import Path

import pytest

from send_metrics.errors import SettingsError, UsageError
from send_metrics.reports import whole_folder, write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write_release(target: Path, text: str) -> None:
    with whole_folder(target) as folder:
        (folder / "index.html").write_text(text)
        (folder / "data").mkdir()
        (folder / "data" / "figures.json").write_text(text)


def test_a_file_is_written_with_its_folder_and_nothing_else(tmp_path):
    path = write_whole(tmp_path / "new" / "figures.json", b"content")

    assert path.read_bytes() == b"content"
    assert names(path.parent) == ["figures.json"]


def test_a_failure_before_the_swap_leaves_the_old_file_and_no_litter(
    tmp_path, monkeypatch
):
    path = write_whole(tmp_path / "a.json", b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(SettingsError, match=r"no space left on device.*untouched"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


def test_an_interruption_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    path = write_whole(tmp_path / "a.json", b"old")

    def stop(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)

    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


def test_a_file_that_cannot_be_replaced_is_named(tmp_path):
    (tmp_path / "a.json" / "inside").mkdir(parents=True)

    with pytest.raises(SettingsError, match=r"a\.json could not be written"):
        write_whole(tmp_path / "a.json", b"new")
    assert names(tmp_path) == ["a.json"]


def test_a_folder_takes_the_place_of_the_one_written_before(tmp_path):
    write_release(tmp_path / "site", "old")
    write_release(tmp_path / "site", "new")

    assert (tmp_path / "site" / "data" / "figures.json").read_text() == "new"
    assert names(tmp_path) == ["site"]


def test_files_of_the_earlier_folder_do_not_linger(tmp_path):
    write_release(tmp_path / "site", "old")
    with whole_folder(tmp_path / "site") as folder:
        (folder / "other.html").write_text("new")

    assert names(tmp_path / "site") == [".written-by-send-metrics", "other.html"]


def test_an_exception_midway_leaves_the_earlier_folder_and_no_litter(tmp_path):
    write_release(tmp_path / "site", "old")

    def write_half() -> None:
        with whole_folder(tmp_path / "site") as folder:
            (folder / "index.html").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert (tmp_path / "site" / "index.html").read_text() == "old"
    assert names(tmp_path) == ["site"]


def test_a_swap_that_fails_puts_the_earlier_folder_back(tmp_path, monkeypatch):
    write_release(tmp_path / "site", "old")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)

    with pytest.raises(SettingsError, match="permission denied"):
        write_release(tmp_path / "site", "new")
    assert (tmp_path / "site" / "index.html").read_text() == "old"
    assert names(tmp_path) == ["site"]


def test_an_error_of_the_caller_is_not_taken_for_one_of_writing(tmp_path):
    with pytest.raises(FileNotFoundError), whole_folder(tmp_path / "site"):
        (tmp_path / "missing").read_bytes()


def test_an_empty_folder_may_be_filled(tmp_path):
    (tmp_path / "site").mkdir()

    write_release(tmp_path / "site", "new")

    assert (tmp_path / "site" / "index.html").read_text() == "new"


@pytest.mark.parametrize("place", ["notes.txt", "data/notes.txt"])
def test_a_folder_that_holds_files_of_others_is_not_replaced(tmp_path, place):
    write_release(tmp_path / "site", "old")
    (tmp_path / "site" / place).write_text("mine")

    with pytest.raises(UsageError, match=f"holds {place}"):
        write_release(tmp_path / "site", "new")
    assert (tmp_path / "site" / place).read_text() == "mine"
    assert (tmp_path / "site" / "index.html").read_text() == "old"


def test_a_folder_cannot_take_the_place_of_a_file(tmp_path):
    (tmp_path / "site").write_text("mine")

    with pytest.raises(UsageError, match="is a file"):
        write_release(tmp_path / "site", "new")


def test_a_reader_never_sees_half_a_file_when_the_writer_is_killed(tmp_path):
    path = write_whole(tmp_path / "big.bin", b"\0" * 4_000_000)
    program = (
        "import sys, itertools\n"
        "from send_metrics.reports.writing import write_whole\n"
        "print('ready', flush=True)\n"
        "for n in itertools.cycle(range(256)):\n"
        "    write_whole(sys.argv[1], bytes([n]) * 4_000_000)\n"
    )
    for wait in (0.05, 0.11, 0.23):
        writer = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        with writer:
            writer.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                writer.wait(timeout=wait)
            writer.kill()
        content = path.read_bytes()
        assert len(content) == 4_000_000
        assert len(set(content)) == 1
