"""Rules about settings, whether a plan names them or a child attends them."""

import re
from collections.abc import Iterator

from send_metrics.adapters.sen2.checks.requests import FLAGS, is_yes
from send_metrics.adapters.sen2.checks.rule import Example, Here, Rule
from send_metrics.adapters.sen2.profiles import RANKS

_URN = re.compile(r"[0-9]{1,6}")
_UKPRN = re.compile(r"[1-9][0-9]{7}")
_NOT_FOR_PLANS = ("NEET", "NIEC", "NIEO")


def _one_setting(place: Here) -> Iterator[str]:
    has_number = place.has("URN", "UKPRN")
    if has_number == place.has("SENsetting"):
        yield "SENsetting" if has_number else "URN"


def _other_without_text(place: Here) -> Iterator[str]:
    if place.text("SENsetting") in ("OTH", "NIEO"):
        yield from place.lacking("SENSettingOther")


def _indicators(place: Here) -> Iterator[str]:
    for item in ("SENunitIndicator", "ResourcedProvisionIndicator"):
        if place.has("URN", "UKPRN"):
            yield from place.missing_or_off_list(item, FLAGS)


def _both_indicators(place: Here) -> Iterator[str]:
    if is_yes(place, "SENunitIndicator") and is_yes(
        place, "ResourcedProvisionIndicator"
    ):
        yield "SENunitIndicator"


def _urn_form(place: Here) -> Iterator[str]:
    if place.has("URN") and not _URN.fullmatch(place.text("URN")):
        yield "URN"


def _ukprn_form(place: Here) -> Iterator[str]:
    if place.has("UKPRN") and not _UKPRN.fullmatch(place.text("UKPRN")):
        yield "UKPRN"


def _rank(place: Here) -> Iterator[str]:
    return place.missing_or_off_list("PlacementRank", RANKS)


def setting_rules(
    prefix: str, record: str, path: str, codes: frozenset[str]
) -> tuple[Rule, ...]:
    """Return the rules about the settings of one kind of record, at a path of examples."""

    def coded(code: str) -> dict[str, str | None]:
        return {f"{path}/URN": None, f"{path}/SENsetting": code}

    allowed = ", ".join(sorted(codes))
    off_list = next((c for c in _NOT_FOR_PLANS if c not in codes), "XXX")
    return (
        Rule(
            id=f"sen2.{prefix}-rank",
            of=record,
            wording="the rank of the setting is missing or neither 1 nor 2",
            action="give 1 for the primary and 2 for a secondary setting",
            basis="form of the return",
            find=_rank,
            failing=(
                Example({f"{path}/PlacementRank": "3"}),
                Example({f"{path}/PlacementRank": None}),
            ),
        ),
        Rule(
            id=f"sen2.{prefix}-setting-one",
            of=record,
            wording="the setting is named in no way, or by a number and by a code",
            action="give a URN or UKPRN, or a SENsetting for settings without",
            basis="guide",
            find=_one_setting,
            failing=(
                Example({f"{path}/URN": None}),
                Example({f"{path}/SENsetting": "OLA"}),
            ),
            passing=(Example(coded("OLA")),),
        ),
        Rule(
            id=f"sen2.{prefix}-setting-code",
            of=record,
            wording="the code of the setting is not on the list",
            action=f"give one of {allowed}",
            basis="form of the return",
            find=lambda place: place.off_list("SENsetting", codes),
            failing=(Example(coded(off_list)),),
            passing=tuple(Example(coded(code)) for code in sorted(codes)),
        ),
        Rule(
            id=f"sen2.{prefix}-other-text",
            of=record,
            wording="the setting is another one, and SENSettingOther does not say which",
            action="say which in SENSettingOther",
            basis="meaning of the items",
            find=_other_without_text,
            severity="query",
            failing=(Example(coded("OTH")),),
            passing=(Example(coded("OTH") | {f"{path}/SENSettingOther": "to come"}),),
        ),
        Rule(
            id=f"sen2.{prefix}-indicators",
            of=record,
            wording="a numbered setting lacks the indicator of a SEN unit or of resourced"
            " provision",
            action="give 1 or 0",
            basis="guide",
            find=_indicators,
            failing=(
                Example({f"{path}/SENunitIndicator": None}),
                Example({f"{path}/ResourcedProvisionIndicator": None}),
            ),
            passing=(Example(like="older plan"),),
        ),
        Rule(
            id=f"sen2.{prefix}-both-ind",
            of=record,
            wording="the place is in a SEN unit and in resourced provision",
            action="give 1 for the one that it is",
            basis="checks of other collections",
            find=_both_indicators,
            severity="query",
            failing=(
                Example(
                    {
                        f"{path}/SENunitIndicator": "1",
                        f"{path}/ResourcedProvisionIndicator": "1",
                    }
                ),
            ),
            passing=(Example({f"{path}/SENunitIndicator": "1"}),),
        ),
        Rule(
            id=f"sen2.{prefix}-urn",
            of=record,
            wording="the URN is not a number of up to 6 digits",
            action="look the URN up in the register of schools",
            basis="form of the return",
            find=_urn_form,
            failing=(Example({f"{path}/URN": "9999999"}),),
            passing=(Example({f"{path}/URN": "1"}),),
        ),
        Rule(
            id=f"sen2.{prefix}-ukprn",
            of=record,
            wording="the UKPRN is not 8 digits, the first not 0",
            action="look the UKPRN up in the register of providers",
            basis="form of the return",
            find=_ukprn_form,
            failing=(Example({f"{path}/UKPRN": "01234567"}),),
            passing=(Example({f"{path}/UKPRN": "10234567"}),),
        ),
    )
