"""Partner systems turned into canonical records."""

from send_metrics.adapters.contract import Adapter, Connecting, Reading
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.plugins import Adapters, FoundAdapter, find_adapters
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.reading import read
from send_metrics.adapters.tokens import Tokens

__all__ = [
    "Adapter",
    "Adapters",
    "Connecting",
    "FoundAdapter",
    "Pseudonyms",
    "Reading",
    "Tokens",
    "find_adapters",
    "hookimpl",
    "read",
]
