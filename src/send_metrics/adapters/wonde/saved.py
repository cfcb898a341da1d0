"""Pages that somebody saved: a folder for each school, in it one for each endpoint."""

from collections.abc import Iterator
from pathlib import Path

from send_metrics.adapters.delimited import is_urn
from send_metrics.adapters.wonde.pages import (
    ENDPOINTS,
    LARGEST_PAGE_BYTES,
    MOST_PAGES,
    Page,
    Pages,
    parse_page,
)
from send_metrics.adapters.wonde.source import School, load_schools
from send_metrics.errors import SourceError

SCHOOLS_FILE = "schools.toml"


def saved_schools(folder: Path) -> list[School]:
    """Return the schools whose pages a folder holds.

    Raises:
        SourceError: there are none, one is not known by its URN, one that is described
            has no folder, or a folder of an endpoint is missing.
    """
    file = folder / SCHOOLS_FILE
    described = (
        {school.id: school for school in load_schools(file)} if file.exists() else {}
    )
    inside = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    if not inside:
        message = f"{folder.name}: there is no folder of a school in it"
        raise SourceError(message)
    if lost := len(set(described) - set(inside)):
        message = f"{folder.name}: {lost} schools of {SCHOOLS_FILE} have no folder"
        raise SourceError(message)
    schools = []
    for number, name in enumerate(inside, start=1):
        if name not in described and not is_urn(name):
            message = (
                f"{folder.name}: folder {number} of {len(inside)} is not named by a URN;"
                f" rename it, or give its id and urn in {SCHOOLS_FILE}"
            )
            raise SourceError(message)
        schools.append(described.get(name) or School(name, name))
        _check_endpoints(folder, name)
    return schools


def _check_endpoints(folder: Path, name: str) -> None:
    for endpoint in ENDPOINTS:
        if not (folder / name / endpoint).is_dir():
            message = (
                f"{folder.name}: {name} has no folder {endpoint}; save its pages, also"
                " one without a record where there is none"
            )
            raise SourceError(message)


def saved_pages(folder: Path) -> Pages:
    """Return what gives the pages in *folder*."""

    def pages(school: School, endpoint: str) -> Iterator[Page]:
        files = sorted((folder / school.id / endpoint).glob("*.json"))
        place = f"{school.id}/{endpoint}"
        if len(files) > MOST_PAGES:
            message = f"{place}: there are more than {MOST_PAGES:,} pages"
            raise SourceError(message)
        last = 0
        for file in files:
            page = parse_page(_bytes_of(file, folder, place), f"{place}/{file.name}")
            last += page.next_address is None
            yield page
        if last != 1:
            message = (
                f"{place}: {last} of {len(files)} pages are a last page, where one should"
                " be; save all pages of one request and of no other"
            )
            raise SourceError(message)

    return pages


def _bytes_of(file: Path, folder: Path, place: str) -> bytes:
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            message = f"{place}: {file.name} leads out of the folder; copy it there"
            raise SourceError(message)
        if file.stat().st_size > LARGEST_PAGE_BYTES:
            message = f"{place}: {file.name} is larger than a page can be"
            raise SourceError(message)
        return file.read_bytes()
    except OSError as error:
        message = f"{place}: {file.name} cannot be opened ({type(error).__name__})"
        raise SourceError(message) from None
