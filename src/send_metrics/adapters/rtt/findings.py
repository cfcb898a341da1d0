"""What the reader says of lines that break a rule, and of figures that do not agree."""

from collections.abc import Iterable, Iterator

from send_metrics.adapters.band_lists.findings import Place, Rule, findings_of
from send_metrics.records.report import Finding

RULES = {
    "line-quotes": Rule(
        "error",
        "the line has a quotation mark that encloses no field",
        "export the extract again; names with commas go between quotation marks",
    ),
    "line-width": Rule(
        "error",
        "the line has more or fewer fields than the header",
        "download the extract again; a comma in a name must be quoted",
    ),
    "whole-number": Rule(
        "error",
        "the value is not a number of pathways",
        "give whole numbers from nought up, or nothing for nought",
    ),
    "period": Rule(
        "error",
        "the value does not name a month",
        "write periods as RTT-January-2026",
    ),
    "part": Rule(
        "error",
        "the part is not one of the return's",
        "use Part_1A, Part_1B, Part_2, Part_2A or Part_3",
    ),
    "treatment-function": Rule(
        "error",
        "the value is not the code of a treatment function, nor a published name",
        "use codes such as C_150 or X04",
    ),
    "provider": Rule(
        "error",
        "there is no provider code",
        "supply it; the list cannot be placed without",
    ),
    "one-line-per-list": Rule(
        "error",
        "lines for the same list say different things; none is used",
        "correct the extract so that each list occurs once",
    ),
    "commissioner": Rule(
        "query",
        "there is no commissioner code; the list is counted under unknown",
        "ask the provider whose list it is",
    ),
    "new-without-bands": Rule(
        "query",
        "new periods are counted without bands, but the line fills some; its total is"
        " used",
        "ask the provider which is right",
    ),
    "line-total": Rule(
        "query",
        "the bands of the line do not add up to its total; the bands are used",
        "ask the provider which is right",
    ),
    "total-of-functions": Rule(
        "query",
        "the total is not the sum over the functions of the same provider,"
        " commissioner and part; the functions are used",
        "look for functions that are missing or were set aside",
    ),
    "line-end": Rule(
        "query",
        "the last line has no line end, so its last figure may be cut short",
        "compare it with the published file, or download that again",
    ),
}


def found(
    rule: str, lines: Iterable[int], column: str | None = None
) -> Iterator[Finding]:
    """Yield what there is to say of lines that break a rule."""
    places = (Place(int(line), column) for line in lines)
    return findings_of(rule, RULES[rule], places)
