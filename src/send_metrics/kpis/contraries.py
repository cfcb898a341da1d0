"""The contrary of a claim, in words: what is so where the claim is not."""

import re

_SEVERAL_CLAIMS = re.compile(r", (?:or|and|had|else) |\b(?:both|either|neither|nor)\b")
_OF_SOME = re.compile(r"^(?:an?|no|any|all|some|every|each|at|more|fewer|less|there)\b")
_VERB = re.compile(r"\b(?:was|were|is|are|has|had)\b")
_HAVE_ALONE = re.compile(r"\b(?:has|had) (?!not\b|been\b|\w+ed\b)")


def contrary_of(claim: str) -> str:
    """Return what is so where a claim is not.

    A plain claim about one thing is turned round. Of any other it is said that it is not
    so, which is always right but no pleasure to read: say the contrary yourself, with
    `Condition.otherwise`.

    >>> contrary_of("the plan was issued within 20 weeks")
    'the plan was not issued within 20 weeks'
    >>> contrary_of("a plan was issued")
    'it is not so that a plan was issued'
    """
    verbs = list(_VERB.finditer(claim))
    is_plain = len(verbs) == 1 and not any(
        pattern.search(claim) for pattern in (_SEVERAL_CLAIMS, _OF_SOME, _HAVE_ALONE)
    )
    if not is_plain:
        return f"it is not so that {claim}"
    before, after = claim[: verbs[0].end()], claim[verbs[0].end() :]
    denied = after.removeprefix(" not ")
    return f"{before} {denied}" if denied != after else f"{before} not{after}"
