import subprocess
import sys

import pytest

from send_metrics.errors import SettingsError
from send_metrics.reports import page_html, workbook_bytes

from .examples import layout


@pytest.mark.parametrize(
    ("library", "write"),
    [
        ("xlsxwriter", workbook_bytes),
        ("jinja2", page_html),
        ("matplotlib", page_html),
    ],
)
def test_a_library_that_is_not_installed_is_named_with_the_command_to_install_it(
    library, write, monkeypatch
):
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(
        SettingsError, match=rf'{library}.*pip install "send-metrics\[app\]"'
    ):
        write(layout())


def test_importing_reports_does_not_import_what_writes_them():
    program = (
        "import sys, send_metrics.reports\n"
        "heavy = {'xlsxwriter', 'jinja2', 'matplotlib'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)\n"
    )

    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
