"""Rules about what the public is told, and on what grounds."""

from collections.abc import Iterator

from send_metrics.plans.lint.rule import Asked, Found, Rule


def _no_reply(asked: Asked) -> Iterator[Found]:
    for place, reply in asked.each("you_said_we_did"):
        if reply.we_did is None and reply.why_not is None:
            problem = "people said something, and nothing is said in return"
            yield Found(f"{place}.we_did", reply.id, problem)


def _open_step(asked: Asked) -> Iterator[Found]:
    for place, reply in asked.each("you_said_we_did"):
        lacking = [
            words
            for words, value in (("who", reply.owner), ("when", reply.next_due))
            if reply.next_step is not None and value is None
        ]
        if lacking:
            problem = f"a next step is promised, not {' and '.join(lacking)}"
            yield Found(f"{place}.next_step", reply.id, problem)


def _pdf_only(asked: Asked) -> Iterator[Found]:
    for place, evidence in asked.each("evidence"):
        if evidence.visibility == "public" and evidence.formats == ("PDF",):
            problem = "the public can have it as PDF only"
            yield Found(f"{place}.formats", evidence.id, problem)


def _restricted(asked: Asked) -> Iterator[Found]:
    for place, update in asked.each("updates"):
        told_in = asked.source(update.source)
        if told_in is None or told_in.visibility != "public":
            continue
        grounds = [asked.observation(one) for one in update.observations]
        sources = [ground.source for ground in grounds if ground is not None]
        for name in dict.fromkeys((*update.evidence, *sources)):
            evidence = asked.source(name)
            if evidence is not None and evidence.visibility != "public":
                problem = f"it is public and leans on {name}, which is not"
                yield Found(place, update.id, problem)


def _told_by_others(asked: Asked) -> Iterator[Found]:
    for place, decision in asked.each("decisions"):
        source = asked.source(decision.source)
        publishers = () if source is None else source.published_by
        names = [
            organisation.name
            for organisation in asked.plan.organisations
            if organisation.id in decision.by and organisation.id not in publishers
        ]
        if names:
            problem = (
                f"it is said to be by {' and '.join(names)}, whose own word is not here"
            )
            yield Found(f"{place}.source", decision.id, problem)


_REPLY = """
[[you_said_we_did]]
id = "waits-page"
you_said = "The waits are not what we live through"
"""
_NEXT = _REPLY + 'we_did = "Explained them"\nnext_step = "Ask again"\n'
_RESOURCE = """
[[evidence]]
id = "handbook"
kind = "resource"
title = "Handbook"
formats = {}
"""
_NEWS = """
[[updates]]
id = "news"
title = "News"
source = "page"
evidence = ["minutes"]

[[evidence]]
id = "page"
kind = "page"
title = "Page"

[[evidence]]
id = "minutes"
kind = "document"
title = "Minutes"
visibility = "{}"
"""
_DECISION = """
[[decisions]]
id = "accepted"
title = "Plan accepted"
by = ["inspectors"]
source = "page"

[[organisations]]
id = "inspectors"
name = "Inspectors"
kind = "inspectorate"

[[organisations]]
id = "council"
name = "Council"
kind = "council"

[[evidence]]
id = "page"
kind = "page"
title = "Page"
published_by = ["{}"]
"""

TELLING_RULES = (
    Rule(
        id="reply-missing",
        severity="error",
        wording="people said something, and there is no reply",
        action="write what was done, or why it cannot be done",
        find=_no_reply,
        failing=(_REPLY,),
        passing=(_NEXT, _REPLY + 'why_not = "The law forbids it"\n'),
    ),
    Rule(
        id="next-step-open",
        severity="query",
        wording="a next step is promised without an owner or a day",
        action="name the role that takes it, and the day",
        find=_open_step,
        failing=(_NEXT,),
        passing=(_NEXT + 'owner = "Head of service"\nnext_due = "2025-01"\n',),
    ),
    Rule(
        id="pdf-only",
        severity="query",
        wording="something public can be had as PDF only",
        action="offer it as a web page too: WCAG 2.2 AA covers documents, and few PDFs"
        " keep to it",
        find=_pdf_only,
        failing=(_RESOURCE.format('["PDF"]'),),
        passing=(_RESOURCE.format('["PDF", "HTML"]'),),
    ),
    Rule(
        id="public-on-restricted",
        severity="error",
        wording="public news leans on evidence that is not public",
        action="publish the evidence, or take what leans on it out of the news",
        find=_restricted,
        failing=(_NEWS.format("restricted"),),
        passing=(_NEWS.format("public"),),
    ),
    Rule(
        id="decision-told-by-others",
        severity="query",
        wording="a decision is known only by what others say of it",
        action="find what the body itself said that it decided, and name it in source",
        find=_told_by_others,
        failing=(_DECISION.format("council"),),
        passing=(_DECISION.format("inspectors"),),
    ),
)
