"""Made-up returns that keep or break a rule; the people in them do not exist."""

import datetime as dt
from xml.etree import ElementTree as ET

from send_metrics.adapters.message.days import day_written
from send_metrics.adapters.sen2.checks.rule import Example
from send_metrics.adapters.sen2.profiles import PROFILES, RECORDS, Profile
from send_metrics.domain.census_days import SEN2_CENSUS_DAYS

_DSCO_SINCE = 2025

_PERSON = """
<Person><Surname>Sample</Surname><Forename>Ada</Forename>
<PersonBirthDate>2017-05-04</PersonBirthDate>{sex}<Ethnicity>WBRI</Ethnicity>
<PostCode>ZZ99 3CZ</PostCode><UPN>B919000000001</UPN>{requests}</Person>
"""
_ASKED = """
<ReceivedDate>2025-02-03</ReceivedDate><RequestSource>2</RequestSource><RYA>0</RYA>
"""
_AGREED = f"""{_ASKED}
<RequestOutcomeDate>2025-03-17</RequestOutcomeDate><RequestOutcome>Y</RequestOutcome>
<RequestMediation>0</RequestMediation><RequestTribunal>0</RequestTribunal>
"""
_ENDED = """
<AssessmentMediation>0</AssessmentMediation><AssessmentTribunal>0</AssessmentTribunal>
<OtherMediation>0</OtherMediation><OtherTribunal>0</OtherTribunal><Week20>0</Week20>
"""
_SETTING = """
<PlacementRank>1</PlacementRank><SENunitIndicator>0</SENunitIndicator>
<ResourcedProvisionIndicator>0</ResourcedProvisionIndicator>
"""
_NEED = "<SENneed><SENtype>SLCN</SENtype><SENtypeRank>1</SENtypeRank></SENneed>"

_REQUESTS = {
    "new plan": f"""{_AGREED}<Assessment><AssessmentOutcome>Y</AssessmentOutcome>
<AssessmentOutcomeDate>2025-06-23</AssessmentOutcomeDate>{_ENDED}
<NamedPlan><StartDate>2025-06-23</StartDate>
<PlanDetail><URN>999999</URN>{_SETTING}</PlanDetail><PB>0</PB><OA>0</OA></NamedPlan>
</Assessment><ActivePlans><PlacementDetail><URN>999999</URN>{_SETTING}
<EntryDate>2021-09-01</EntryDate></PlacementDetail>{_NEED}</ActivePlans>""",
    "no plan": f"""{_AGREED}<Assessment><AssessmentOutcome>N</AssessmentOutcome>
<AssessmentOutcomeDate>2025-05-26</AssessmentOutcomeDate>{_ENDED}</Assessment>""",
    "undecided": """<ReceivedDate>2026-01-08</ReceivedDate>
<RequestSource>1</RequestSource><RYA>0</RYA><RequestOutcome>A</RequestOutcome>""",
    "refused": f"""{_ASKED}<RequestOutcomeDate>2025-03-17</RequestOutcomeDate>
<RequestOutcome>N</RequestOutcome><RequestMediation>1</RequestMediation>
<RequestTribunal>0</RequestTribunal>""",
    "older plan": f"""<RequestOutcome>H</RequestOutcome>
<Assessment><AssessmentOutcome>H</AssessmentOutcome>
<NamedPlan><StartDate>2019-10-07</StartDate><PlanDetail><SENsetting>OLA</SENsetting>
<PlacementRank>1</PlacementRank></PlanDetail></NamedPlan></Assessment>
<ActivePlans><PlacementDetail><SENsetting>OLA</SENsetting>
<PlacementRank>1</PlacementRank><EntryDate>2024-09-02</EntryDate></PlacementDetail>
{_NEED}<ReviewMeeting>2025-10-01</ReviewMeeting><ReviewOutcome>A</ReviewOutcome>
<ReviewDraft>2025-10-27</ReviewDraft><LastReview>2025-10-28</LastReview>
</ActivePlans>""",
    "ceased plan": """<RequestOutcome>H</RequestOutcome>
<Assessment><AssessmentOutcome>H</AssessmentOutcome>
<NamedPlan><StartDate>2019-10-07</StartDate><PlanDetail><SENsetting>OLA</SENsetting>
<PlacementRank>1</PlacementRank></PlanDetail><CeaseDate>2025-08-31</CeaseDate>
<CeaseReason>2</CeaseReason></NamedPlan></Assessment>""",
}

KINDS = tuple(_REQUESTS)
"""The kinds of person that an example can be like."""


def message_of(example: Example) -> bytes:
    """Return the return that an example describes, as XML.

    Raises:
        LookupError: a path of the example leads nowhere.
    """
    message = ET.fromstring(_message(example))  # noqa: S314 - our own text
    persons = message.find("Persons")
    person = message.find("Persons/Person")
    if persons is None or person is None:
        raise LookupError
    _leave_out_what_the_form_has_not(person, PROFILES[example.year])
    for path, text in example.items.items():
        root = message if path.startswith("Header/") else person
        _set(root, path, text)
    for path, xml in example.more.items():
        where = persons if path == ".." else person.find(path or ".")
        if where is None:
            raise LookupError(path)
        where.append(ET.fromstring(xml))  # noqa: S314 - our own text
    _move_days(persons, SEN2_CENSUS_DAYS[example.year] - SEN2_CENSUS_DAYS[2026])
    for _ in range(example.times - 1):
        persons.append(person)
    written: bytes = ET.tostring(message, encoding="utf-8", xml_declaration=True)
    return written


def _message(example: Example) -> str:
    requests = f"<Requests>{_REQUESTS[example.like]}</Requests>"
    profile = PROFILES[example.year]
    code = next(code for code, meaning in profile.sexes.items() if meaning == "F")
    sex = f"<{profile.sex_element}>{code}</{profile.sex_element}>"
    social_care_officer = "<DSCO>Y</DSCO>" if example.year >= _DSCO_SINCE else ""
    return (
        "<Message><Header><CollectionDetails><Collection>SEN2</Collection>"
        f"<Year>{example.year}</Year><ReferenceDate>{profile.census_on}</ReferenceDate>"
        "</CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>919</LEA>"
        f"<DMO>Y</DMO><DCO>Y</DCO>{social_care_officer}</Source></Header>"
        f"<Persons>{_PERSON.format(sex=sex, requests=requests)}</Persons></Message>"
    )


def _leave_out_what_the_form_has_not(person: ET.Element, profile: Profile) -> None:
    for record in list(person.iter()):
        for item in list(record):
            if item.tag not in RECORDS and item.tag not in profile.elements[record.tag]:
                record.remove(item)


def _move_days(persons: ET.Element, by: dt.timedelta) -> None:
    for item in persons.iter():
        if day := day_written(item.text or ""):
            item.text = str(day + by)


def _set(root: ET.Element, path: str, text: str | None) -> None:
    above, _, name = path.rpartition("/")
    holder = root.find(above or ".")
    if holder is None:
        raise LookupError(path)
    found = holder.find(name)
    if text is None:
        if found is None:
            raise LookupError(path)
        holder.remove(found)
        return
    if found is None:
        found = ET.SubElement(holder, name)
    found.text = text
