"""A partnership file: which sources a partnership has, and how each is read."""

import tomllib
from pathlib import Path
from typing import Any

import cattrs
from attrs import field, frozen
from cattrs.errors import ForbiddenExtraKeysError

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.plugins import Adapters, find_adapters
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.reading import read
from send_metrics.adapters.tokens import Tokens
from send_metrics.errors import SettingsError
from send_metrics.records.records import Records


@frozen
class Source:
    """One source: the name of its adapter, and its path beside the partnership file."""

    adapter: str
    path: str


@frozen
class Partnership:
    """A partnership's name, plan and sources, as its TOML file states them.

    The plan is the path of an improvement plan beside the partnership file.
    """

    name: str
    plan: str | None = None
    sources: list[Source] = field(factory=list)


def load_partnership(file: str | Path) -> Partnership:
    """Read a partnership file.

    Raises:
        SettingsError: the file is missing, is not TOML, or has a key that is unknown or
            of the wrong type; the message names it.
    """
    place = Path(file)
    try:
        written = tomllib.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"{place} does not exist"
        raise SettingsError(message) from None
    except OSError as error:
        message = f"{place} cannot be read ({error.strerror}); name a TOML file"
        raise SettingsError(message) from None
    except UnicodeDecodeError:
        message = f"{place.name} is not UTF-8 text; save it as UTF-8"
        raise SettingsError(message) from None
    except tomllib.TOMLDecodeError as error:
        message = f"{place.name} is not valid TOML: {error}"
        raise SettingsError(message) from None
    return _structured(written, place.name)


def read_partnership(
    file: str | Path,
    *,
    pseudonyms: Pseudonyms | None = None,
    tokens: Tokens | None = None,
    adapters: Adapters | None = None,
) -> Records:
    """Return the records in all sources of a partnership file.

    Raises:
        SettingsError: the file cannot be understood.
        SourceError: one of its sources cannot be read.
    """
    found = find_adapters() if adapters is None else adapters
    names = pseudonyms or Pseudonyms()
    return Records.joined(
        read(adapter, path, pseudonyms=names, tokens=tokens)
        for adapter, path in sources_of_partnership(file, found)
    )


def sources_of_partnership(
    file: str | Path, adapters: Adapters
) -> list[tuple[Adapter, Path]]:
    """Return the adapter and the path of every source of a partnership file.

    Raises:
        SettingsError: the file cannot be understood, or names no source.
        AdapterError: there is no such adapter.
    """
    partnership = load_partnership(file)
    if not partnership.sources:
        message = f"{Path(file).name} names no [[source]]; add at least one"
        raise SettingsError(message)
    folder = Path(file).parent
    return [
        (adapters.named(source.adapter), folder / source.path)
        for source in partnership.sources
    ]


def _structured(written: dict[str, Any], file: str) -> Partnership:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_structure_hook(str, _text)
    try:
        return converter.structure(
            {
                "name": written.pop("name"),
                "sources": written.pop("source", []),
                **written,
            },
            Partnership,
        )
    except ForbiddenExtraKeysError as error:
        unknown = ", ".join(sorted(error.extra_fields))
        message = (
            f"{file} has a key that is not understood: {unknown};"
            " there are name, plan, and adapter and path under [[source]]"
        )
        raise SettingsError(message) from None
    except (KeyError, TypeError, ValueError):
        message = (
            f"{file} needs a name, and for each [[source]] an adapter and a path,"
            " all as text, as is the path of a plan"
        )
        raise SettingsError(message) from None


def _text(value: object, _type: object) -> str:
    if not isinstance(value, str):
        message = "not text"
        raise TypeError(message)
    return value
