"""The documents that definitions cite, each with the day somebody read it."""

import datetime as dt

from attrs import evolve

from send_metrics.kpis.definition import Citation

_READ_ON = dt.date(2026, 11, 23)
_READ_LATER_ON = dt.date(2026, 11, 25)
_EES = "https://explore-education-statistics.service.gov.uk"


def ehc_statistics(section: str, year: int = 2025) -> Citation:
    """Cite DfE's statistics on education, health and care plans."""
    return Citation(
        document="DfE, Education, health and care plans: data guidance and files",
        section=section,
        url=f"{_EES}/find-statistics/education-health-and-care-plans/{year}",
        read_on=_READ_ON,
        year=year,
    )


def send_regulations(regulation: str) -> Citation:
    """Cite the Special Educational Needs and Disability Regulations 2014."""
    number = regulation.split()[1].split("(")[0]
    return Citation(
        document="Special Educational Needs and Disability Regulations 2014, SI 2014/1530",
        section=regulation,
        url=f"https://www.legislation.gov.uk/uksi/2014/1530/regulation/{number}",
        read_on=_READ_ON,
        year=2014,
    )


LG_INFORM_20_WEEKS = Citation(
    document="Local Government Association, LG Inform, metric 4736",
    section="day 1 is the day on which the request is received",
    url="http://id.esd.org.uk/metricType/4736",
    read_on=_READ_ON,
    year=2025,
)


def appeal_rates(section: str, year: int) -> Citation:
    """Cite the appeal rates that the Ministry of Justice and DfE publish together."""
    return Citation(
        document="MoJ and DfE, SEND tribunals and appeal rate, supporting file of"
        " Education, health and care plans",
        section=section,
        url=f"{_EES}/find-statistics/education-health-and-care-plans/{year}",
        read_on=_READ_ON,
        year=year,
    )


def sen2_guide(item: str, year: int) -> Citation:
    """Cite DfE's guide to the SEN2 return of a year."""
    return Citation(
        document=f"DfE, Special educational needs survey: guide to submitting data {year}",
        section=item,
        url="https://www.gov.uk/guidance/special-educational-needs-survey",
        read_on=_READ_ON,
        year=year,
    )


DEVON_JUDGMENT = Citation(
    document="R (L, M and P) v Devon County Council [2022] EWHC 493 (Admin), on"
    " regulations 20 and 22 of SI 2014/1530",
    section="the notice of amendments goes with the decision, within 4 weeks of the"
    " meeting; the amended plan follows within 8 weeks of that notice",
    url="https://caselaw.nationalarchives.gov.uk/ewhc/admin/2022/493",
    read_on=_READ_ON,
    year=2022,
)

CHILDREN_AND_FAMILIES_ACT_44 = Citation(
    document="Children and Families Act 2014",
    section="section 44",
    url="https://www.legislation.gov.uk/ukpga/2014/6/section/44",
    read_on=_READ_ON,
    year=2014,
)

ABSENCE_STATISTICS = Citation(
    document="DfE, Pupil absence statistics: methodology",
    section="absence measures; persistent and severe absence; who is counted",
    url=f"{_EES}/methodology/pupil-absence-in-schools-in-england",
    read_on=_READ_ON,
    year=2025,
)

ATTENDANCE_STATISTICS = Citation(
    document="DfE, Pupil attendance in schools: methodology",
    section="schools that shared their data, of all schools of the phase",
    url=f"{_EES}/methodology/pupil-attendance-in-schools",
    read_on=_READ_ON,
    year=2025,
)

DAILY_ATTENDANCE = Citation(
    document="DfE, Pupil attendance in schools: methodology",
    section="attendance codes; sessions by reason; lateness",
    url=f"{_EES}/methodology/pupil-attendance-in-schools",
    read_on=_READ_ON,
    year=2025,
)

RTT_RULES = Citation(
    document="NHS England, Consultant-led referral to treatment waiting times:"
    " recording and reporting guidance",
    section="10.1.7, weekly time bands; incomplete pathways",
    url="https://www.england.nhs.uk/statistics/statistical-work-areas/rtt-waiting-times",
    read_on=_READ_ON,
    year=2026,
)

AUTISM_STATISTICS = Citation(
    document="NHS England, Autism waiting time statistics: publication code",
    section="ASD16b and ASD16c, open suspected autism referrals aged 0 to 17",
    url="https://digital.nhs.uk/data-and-information/publications/statistical/autism-statistics",
    read_on=_READ_ON,
    year=2025,
)

AUTISM_FIRST_APPOINTMENTS = evolve(
    AUTISM_STATISTICS,
    section="ASD16c, ASD18c and ASD19c, first appointment within 13 weeks, aged 0 to 17",
)

AUTISM_NO_CONTACT = evolve(
    AUTISM_STATISTICS,
    section="ASD16c, ASD18f and ASD19f, open 13 weeks or more with no contact found, aged 0"
    " to 17",
)

REFERRAL_SPELLS = Citation(
    document="NHS England, Mental health services monthly statistics: publication code,"
    " and CYP waiting times (referral spells): quick guide",
    section="MRS08, MRS08a and MRS08b, full clock stops within four weeks",
    url="https://digital.nhs.uk/data-and-information/data-collections-and-data-sets/"
    "data-sets/mental-health-services-data-set/submit-data/"
    "quick-guides-to-submitting-mhsds-data/children-and-young-people-referral-spells",
    read_on=_READ_ON,
    year=2025,
)

COMMUNITY_WAITS = Citation(
    document="NHS England, Community health services waiting lists (CHS SitRep)",
    section="waiting time bands of children's services",
    url="https://www.england.nhs.uk/statistics/statistical-work-areas/"
    "community-health-services-waiting-lists",
    read_on=_READ_ON,
    year=2025,
)

COMMUNITY_OVER_18_WEEKS = Citation(
    document="DfE, SEND and alternative provision dashboard: preparation of its data, on"
    " NHS England, Community health services waiting lists (CHS SitRep)",
    section="share over 18 weeks: the two longest bands, of the total waiting list",
    url="https://www.england.nhs.uk/statistics/statistical-work-areas/"
    "community-health-services-waiting-lists",
    read_on=_READ_ON,
    year=2024,
)

DIAGNOSTIC_WAITS = Citation(
    document="NHS England, Monthly diagnostic waiting times and activity (DM01)",
    section="number and percentage waiting six weeks or more; 13 weeks or more",
    url="https://www.england.nhs.uk/statistics/statistical-work-areas/"
    "diagnostics-waiting-times-and-activity/monthly-diagnostics-waiting-times-and-activity",
    read_on=_READ_ON,
    year=2026,
)

HEALTH_CHECK_SCHEME = Citation(
    document="NHS England, Learning disabilities health check scheme: supporting"
    " information, and the code of the publication",
    section="LDHCMI034 and LDHCMI035; registers; personalised care adjustments",
    url="https://digital.nhs.uk/data-and-information/publications/statistical/"
    "learning-disabilities-health-check-scheme/supporting-information",
    read_on=_READ_ON,
    year=2023,
)

LOCAL_FROM = dt.date(2015, 1, 1)
"""First day of local conventions that say no other: the first whole year of EHC plans."""

_HERTFORDSHIRE = "https://www.hertfordshire.gov.uk/microsites/local-offer"


def improvement_plan(section: str) -> Citation:
    """Cite the public progress page of Hertfordshire's SEND improvement plan."""
    return Citation(
        document="Hertfordshire County Council, SEND improvement plan",
        section=section,
        url=f"{_HERTFORDSHIRE}/feedback/improving-send/send-improvement-plan.aspx",
        read_on=_READ_ON,
        year=2024,
    )


def mediation_regulations(section: str) -> Citation:
    """Cite the regulations about mediation, 32 to 42 of SI 2014/1530."""
    return Citation(
        document="Special Educational Needs and Disability Regulations 2014, SI 2014/1530,"
        " Part 2, Mediation",
        section=section,
        url="https://www.legislation.gov.uk/uksi/2014/1530/part/2/crossheading/mediation",
        read_on=_READ_LATER_ON,
        year=2014,
    )


def complaint_handling_code(section: str) -> Citation:
    """Cite the Ombudsman's Complaint Handling Code, which is guidance for councils."""
    return Citation(
        document="Local Government and Social Care Ombudsman, Complaint Handling Code",
        section=section,
        url="https://www.lgo.org.uk/information-centre/"
        "information-for-organisations-we-investigate/complaint-handling-code",
        read_on=_READ_LATER_ON,
        year=2024,
    )


OMBUDSMAN_DECISIONS = Citation(
    document="Local Government Association, LG Inform, metric 10449, on the decisions of"
    " the Local Government and Social Care Ombudsman",
    section="kinds of decision; detailed investigations are upheld or not upheld",
    url="http://id.esd.org.uk/metricType/10449",
    read_on=_READ_LATER_ON,
    year=2024,
)

CONTACTING_THE_SEND_TEAM = Citation(
    document="Hertfordshire County Council, Contacting the SEND team",
    section="a reply within 10 working days, unless the matter is on the urgent list",
    url=f"{_HERTFORDSHIRE}/education-health-and-care-plans/contacting-the-send-team.aspx",
    read_on=_READ_LATER_ON,
    year=2024,
)

CALL_TARGETS = Citation(
    document="Bolsover District Council, performance of customer services",
    section="share of calls answered within 20 seconds",
    url="https://committees.bolsover.gov.uk/mgAi.aspx?ID=16367",
    read_on=_READ_ON,
    year=2025,
)

YOU_SAID_WE_DID = Citation(
    document="Hertfordshire County Council, You said, we did",
    section="comments on the Local Offer and what was done about them, published",
    url=f"{_HERTFORDSHIRE}/feedback/you-said-we-did.aspx",
    read_on=_READ_LATER_ON,
    year=2024,
)

HERTFORDSHIRE_PLAN = improvement_plan("progress reported in September and October 2024")

SOCIAL_WORK_WORKFORCE = Citation(
    document="DfE, Children's social work workforce 2023: data set",
    section="turnover, vacancy and agency worker rates, by full-time equivalent",
    url=f"{_EES}/data-catalogue/data-set/bd4d8c04-716a-4447-af3d-677aa3223917",
    read_on=_READ_ON,
    year=2023,
)

SUSPENSION_STATISTICS = Citation(
    document="DfE, Suspensions and permanent exclusions in England: methodology",
    section="rates: suspensions and permanent exclusions, of pupils of the January census",
    url=f"{_EES}/methodology/pupil-exclusion-statistics-methodology",
    read_on=_READ_ON,
    year=2025,
)

SCHOOL_CAPACITY = Citation(
    document="DfE, School capacity, academic year 2023/24",
    section="special schools at or over capacity",
    url=f"{_EES}/find-statistics/school-capacity/2023-24",
    read_on=_READ_ON,
    year=2024,
)

PART_TIME_GUIDANCE = Citation(
    document="DfE, Working together to improve school attendance, August 2024",
    section="code C2: a pupil of compulsory school age on a temporary part-time timetable",
    url="https://assets.publishing.service.gov.uk/media/66bf300da44f1c4c23e5bd1b/"
    "Working_together_to_improve_school_attendance_-_August_2024.pdf",
    read_on=_READ_ON,
    year=2024,
)
