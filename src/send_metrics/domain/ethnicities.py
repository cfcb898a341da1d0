"""The ethnicity groups that DfE publishes, and which recorded code belongs to which."""

from collections.abc import Mapping

UNCLASSIFIED = "UNCL"

_CODES = {
    "WBRI": "WBRI WCOR WENG WNIR WSCO WWEL WOWB",
    "WIRI": "WIRI",
    "WIRT": "WIRT",
    "WROM": "WROM WROG WROR WROO",
    "WOTH": "WOTH WALB WBOS WCRO WGRE WGRK WGRC WITA WKOS WPOR WSER WTUR WTUK WTUC"
    " WEUR WEEU WWEU WOTW",
    "MWBC": "MWBC",
    "MWBA": "MWBA",
    "MWAS": "MWAS MWAP MWAI MWAO",
    "MOTH": "MOTH MAOE MABL MACH MBOE MBCH MCOE MWOE MWCH MOTM",
    "AIND": "AIND",
    "APKN": "APKN AMPK AKPA AOPK",
    "ABAN": "ABAN",
    "CHNE": "CHNE CHKC CMAL CSNG CTWN COCH",
    "AOTH": "AOTH AAFR AKAO ANEP ASNL ASLT ASRO AOTA ABRI AWEL",
    "BCRB": "BCRB",
    "BAFR": "BAFR BANN BCON BGHA BNGN BSLN BSOM BSUD BAOF",
    "BOTH": "BOTH BEUR BNAM BOTB BBRI BWEL",
    "OOTH": "OOTH OAFG ORAB OARA OEGY OFIL OIRN OIRQ OJPN OKOR OKRD OLAM OLEB OLIB"
    " OMAL OMRC OPOL OTHA OVIE OYEM OOEG",
    UNCLASSIFIED: "REFU NOBT",
}

GROUP_OF: Mapping[str, str] = {
    code: group for group, codes in _CODES.items() for code in codes.split()
}
"""The main code of the group of every main and extended code of the common basic data
set. DfE publishes 18 groups and ``Unclassified`` for refused and not obtained."""

ETHNICITY_GROUPS = frozenset(_CODES)
"""Main codes of the published groups."""


def ethnicity_group(code: str) -> str:
    """Return the published group of a recorded code; what is not known is unclassified.

    >>> ethnicity_group("WENG"), ethnicity_group("NOBT"), ethnicity_group("unknown")
    ('WBRI', 'UNCL', 'UNCL')
    """
    return GROUP_OF.get(code, UNCLASSIFIED)
