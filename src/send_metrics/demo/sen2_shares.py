"""The shares that the made-up SEN2 return is drawn from, and where they come from.

"England" and "Hertfordshire" mean the published SEN2 statistics (DfE, Education,
health and care plans, 2025 and 2026 releases). What is not published is our guess.
"""

# Requests a year for each active plan; rising, as in England since 2021.
REQUESTS_BY_YEAR = {2023: 0.17, 2024: 0.20, 2025: 0.30, 2026: 0.30}
# Guess: 1 family, 2 school, 3 health, 4 social care, 5 other.
REQUEST_SOURCE_SHARES = {"1": 42, "2": 53, "3": 2, "4": 2, "5": 1}
# Guess, with most requests from nursery to the end of primary school.
REQUEST_AGE_BANDS = {(2, 2): 4, (3, 10): 70, (11, 14): 19, (15, 18): 7}

# Near Hertfordshire 2024, which decides 98 % of requests within six weeks and
# refuses 23 %; England decides 85 % and refuses 25 %. Refusals are a share of those
# decided, so they come out lower as a share of those received.
DECIDED_WITHIN_6_WEEKS = 0.95
REQUEST_REFUSED = 0.265
REQUEST_WITHDRAWN = 0.015
EXPORTED = 0.01
ASKED_AGAIN = 0.06
REFUSAL_MEDIATED = 0.15
REFUSAL_APPEALED = 0.12

# Hertfordshire 2024: 4.5 % of assessments ended without a plan.
NO_PLAN = 0.045
ASSESSMENT_WITHDRAWN = 0.005
# Days from request to plan, near Hertfordshire 2025: 60 % within 20 weeks.
ISSUE_DAY_BANDS = {
    (100, 138): 45.0,
    (139, 140): 10.0,
    (141, 168): 15.0,
    (169, 364): 27.0,
    (365, 540): 2.4,
}
# About 6 % of plans overall; more of the late ones.
EXCEPTION_IF_IN_TIME = 0.035
EXCEPTION_IF_LATE = 0.11
# Appeals about the content of a plan grow with the rest: England 2024.
PLAN_MEDIATED = 0.02
PLAN_APPEALED = 0.03

TRANSFERRED_IN = 0.02
CEASED = 0.05
# England 2024, reasons 1 to 9.
CEASE_REASON_SHARES = {
    "1": 1_990,
    "2": 3_955,
    "3": 2_579,
    "4": 4_053,
    "5": 13_953,
    "6": 16_091,
    "7": 928,
    "8": 475,
    "9": 837,
}
# Completed years at the end of the school year in which a plan ends for that reason.
CEASING_AGES = {"1": (25, 25), "3": (18, 20), "4": (17, 24), "6": (17, 24)}

# England 2024: outcomes, and 44 % of letters within four weeks of the meeting.
REVIEW_OUTCOME_SHARES = {"A": 61, "M": 38, "C": 1}
LETTER_DAY_BANDS = {
    (3, 27): 33.0,
    (28, 28): 7.0,
    (29, 60): 42.0,
    (61, 150): 18.0,
}

# England, January 2025, simplified.
SCHOOL_AGE_SETTINGS = {"mainstream": 52, "special": 35, "OLA": 3, "EHE": 3, "OTH": 4}
EARLY_SETTINGS = {"mainstream": 50, "special": 10, "EYP": 35, "OTH": 5}
POST_16_SETTINGS = {"college": 60, "special": 20, "mainstream": 12, "OTH": 5, "OLA": 3}

# Some seven plans in ten are held by boys and young men.
SEX_SHARES = {"M": 70, "F": 30}
# Main categories; a made-up district near the national picture.
ETHNICITY_SHARES = {
    "WBRI": 640,
    "WIRI": 4,
    "WIRT": 3,
    "WOTH": 66,
    "MWBC": 20,
    "MWBA": 12,
    "MWAS": 18,
    "MOTH": 28,
    "AIND": 28,
    "APKN": 42,
    "ABAN": 20,
    "AOTH": 22,
    "BAFR": 40,
    "BCRB": 15,
    "BOTH": 10,
    "CHNE": 5,
    "OOTH": 17,
    "REFU": 5,
    "NOBT": 5,
}
