"""Made-up census returns, element by element."""

from collections.abc import Mapping

REASONS = Mapping[str, int | str]


def attendance(
    possible: int | str | None = 100,
    reasons: REASONS | None = None,
    *,
    authorised: int | str | None = None,
    unauthorised: int | str | None = None,
    element: str = "TermlyAttendance",
    counted_as: str = "Sessions",
) -> str:
    totals = {
        "SessionsPossible": possible,
        "SessionsAuthorised": authorised,
        "SessionsUnauthorised": unauthorised,
    }
    items = "".join(
        f"<{name}>{said}</{name}>" for name, said in totals.items() if said is not None
    )
    details = "".join(
        f"<SessionDetail><AttendanceReason>{code}</AttendanceReason>"
        f"<{counted_as}>{sessions}</{counted_as}></SessionDetail>"
        for code, sessions in (reasons or {}).items()
    )
    if details:
        details = f"<SessionDetails>{details}</SessionDetails>"
    return f"<{element}>{items}{details}</{element}>"


def pupil(
    *attended: str,
    upn: str | None = "A919123412001",
    born: str | None = "2014-03-31",
    boarder: str = "N",
    entered: str = "2018-09-03",
    sen: str = "",
    element: str = "PupilOnRoll",
) -> str:
    identifiers = "".join(
        f"<{name}>{said}</{name}>"
        for name, said in (("UPN", upn), ("Surname", "Canary-Surname"), ("DOB", born))
        if said is not None
    )
    held = f"<Attendance>{''.join(attended)}</Attendance>" if attended else ""
    return (
        f"<{element}><PupilIdentifiers>{identifiers}</PupilIdentifiers>"
        "<PupilCharacteristics><Ethnicity>WBRI</Ethnicity></PupilCharacteristics>"
        f"<PupilStatus><EntryDate>{entered}</EntryDate><Boarder>{boarder}</Boarder>"
        "</PupilStatus>"
        f"<SpecialEducationalNeeds>{sen}</SpecialEducationalNeeds>{held}</{element}>"
    )


def needs(status: str, *types: tuple[str, str]) -> str:
    held = "".join(
        f"<SENneed><SENtypeRank>{rank}</SENtypeRank><SENtype>{kind}</SENtype></SENneed>"
        for rank, kind in types
    )
    held = f"<SENneeds>{held}</SENneeds>" if held else ""
    return f"<SENprovision>{status}</SENprovision>{held}"


def message(
    *pupils: str,
    leavers: tuple[str, ...] = (),
    term: str = "SPR",
    year: int | str = 2025,
    reference: str = "2025-01-16",
    collection: str = "SC",
    estab: str = "1234",
    urn: str = "",
    school: str = "<School><SchoolCharacteristics><Phase>PS</Phase>"
    "</SchoolCharacteristics></School>",
) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Message><Header><CollectionDetails>'
        f"<Collection>{collection}</Collection><Term>{term}</Term><Year>{year}</Year>"
        f"<ReferenceDate>{reference}</ReferenceDate></CollectionDetails><Source>"
        f"<SourceLevel>S</SourceLevel><LEA>919</LEA><Estab>{estab}</Estab>{urn}</Source>"
        f"</Header>{school}<Pupils><PupilsOnRoll>{''.join(pupils)}</PupilsOnRoll>"
        f"<PupilsNoLongerOnRoll>{''.join(leavers)}</PupilsNoLongerOnRoll></Pupils>"
        "</Message>"
    )
