"""The one hook through which every adapter comes, ours and those of others."""

from collections.abc import Callable

import pluggy

from send_metrics.adapters.contract import Adapter

PROJECT = "send_metrics"
ENTRY_POINTS = "send_metrics.adapters"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer adapters: call ``register(adapter)`` once for each."""
