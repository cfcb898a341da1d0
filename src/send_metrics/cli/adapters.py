"""``send-metrics adapters``: list the adapters."""

from send_metrics.adapters.plugins import find_adapters
from send_metrics.cli.printing import printed_table, put
from send_metrics.settings import load_settings


def adapters() -> int:
    """List adapters, the tables they give, where they come from, whether allowed."""
    found = find_adapters(load_settings().allowed_adapters).found
    rows = [
        (
            entry.name,
            entry.adapter.title if entry.adapter else f"{entry.name} {entry.problem}",
            ", ".join(entry.adapter.tables) if entry.adapter else "",
            entry.origin,
            "yes" if entry.allowed else "no",
        )
        for entry in found
    ]
    headings = ("name", "reads", "tables", "from", "allowed")
    put(printed_table("", headings, rows), None)
    return 0
