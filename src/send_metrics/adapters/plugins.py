"""Find the adapters: ours always, those of others only if they are allowed by name."""

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

import pluggy
from attrs import field, frozen

from send_metrics.adapters import hookspecs
from send_metrics.adapters.contract import Adapter
from send_metrics.errors import AdapterError
from send_metrics.records.tables import SCHEMAS

BUILT_IN = (
    "sen2",
    "attendance_marks",
    "wonde",
    "school_census",
    "school_list",
    "referrals",
    "register",
    "csds",
    "mhsds",
    "wlmds",
    "rtt",
    "dm01",
    "chs_sitrep",
    "ld_health_checks",
    "ees",
)
"""Modules of this package that register adapters, through the same hook as strangers."""


@frozen
class FoundAdapter:
    """An adapter, or the reason why it is not to be had.

    *origin* is ``built in`` or the distribution that brought it.
    """

    name: str
    origin: str
    adapter: Adapter | None = None
    problem: str | None = None

    @property
    def allowed(self) -> bool:
        """Whether it may be used."""
        return self.adapter is not None


@frozen
class Adapters:
    """Every adapter that was found, by name."""

    found: tuple[FoundAdapter, ...] = field(factory=tuple)

    def named(self, name: str) -> Adapter:
        """Return the adapter called *name*.

        Raises:
            AdapterError: there is none, it is not allowed, or it failed to load.
        """
        for entry in self.found:
            if entry.name == name:
                if entry.adapter is not None:
                    return entry.adapter
                message = f"the adapter {name} ({entry.origin}) {entry.problem}"
                raise AdapterError(message)
        usable = ", ".join(entry.name for entry in self.found if entry.allowed)
        message = f"there is no adapter {name}; there are {usable}"
        raise AdapterError(message)


def find_adapters(
    allowed: Iterable[str] = (), *, installed: Iterable[EntryPoint] | None = None
) -> Adapters:
    """Return the built-in adapters and those of installed packages.

    A package's entry point in the group ``send_metrics.adapters`` is loaded only if its
    name is in *allowed*, because loading runs its code. One that fails to load, offers
    a hook that does not exist, or repeats a name is reported and does not take the
    others down. *installed* replaces the entry points of this environment.
    """
    allowed = set(allowed)
    found: list[FoundAdapter] = []
    for name in BUILT_IN:
        module = import_module(f"{__package__}.{name}")
        found += _offered(module, "built in", found)
    points = (
        entry_points(group=hookspecs.ENTRY_POINTS) if installed is None else installed
    )
    for point in points:
        origin = point.dist.name if point.dist is not None else "unknown package"
        if point.name not in allowed:
            problem = (
                "is installed but not allowed; add it to"
                " SEND_METRICS_ALLOWED_ADAPTERS if you trust the package"
            )
            found.append(FoundAdapter(point.name, origin, problem=problem))
            continue
        try:
            plugin = point.load()
        except Exception as error:  # noqa: BLE001 - a stranger's import may raise anything
            problem = f"failed to load ({type(error).__name__}); tell its author"
            found.append(FoundAdapter(point.name, origin, problem=problem))
            continue
        offered = _offered(plugin, origin, found, point.name)
        found += offered
    return Adapters(tuple(found))


def _offered(
    plugin: object, origin: str, before: list[FoundAdapter], entry_name: str = ""
) -> list[FoundAdapter]:
    """Return what one plugin registers; its faults become reasons, not exceptions."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    offered: list[FoundAdapter] = []
    taken = {entry.name for entry in before if entry.allowed}

    def register(adapter: Adapter) -> None:
        problem = _problem(adapter, taken)
        name = str(getattr(adapter, "name", entry_name))
        offered.append(
            FoundAdapter(name, origin, None if problem else adapter, problem)
        )
        taken.add(name)

    try:
        manager.register(plugin, name=entry_name or None)
        manager.check_pending()
        offer: Callable[..., object] = manager.hook.register_adapters
        offer(register=register)
    except Exception as error:  # noqa: BLE001 - a stranger's hook may raise anything
        problem = f"failed to register ({type(error).__name__}); tell its author"
        return [FoundAdapter(entry_name, origin, problem=problem)]
    if not offered:
        problem = "registers no adapter; its hook must be called register_adapters"
        return [FoundAdapter(entry_name, origin, problem=problem)]
    return offered


def _problem(adapter: object, taken: set[str]) -> str | None:
    if not isinstance(adapter, Adapter):
        return "lacks one of name, title, tables, read"
    if adapter.name in taken:
        return "repeats the name of another adapter; rename one of them"
    unknown = sorted(set(adapter.tables) - set(SCHEMAS))
    if unknown:
        return f"gives tables that do not exist: {', '.join(unknown)}"
    return None
