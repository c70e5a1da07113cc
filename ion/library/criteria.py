"""What a practice needs before it is published, as sentences that name the field of the form to go to."""

from collections.abc import Collection, Iterator, Mapping

from ion.base.vocabulary import FACETS
from ion.base.vocabulary.evidence import FINDINGS, TIERS
from ion.base.vocabulary.practices import PRACTICE_KINDS, PRACTICE_SECTIONS
from ion.base.vocabulary.resources import RESOURCE_TYPES
from ion.base.vocabulary.roles import ROLES
from ion.core import clock
from ion.core.labels import facet_labels
from ion.core.merged import present_keys
from ion.core.ports.publishable import Content, Lack
from ion.core.text import refusal
from ion.core.times import SITE_ZONE
from ion.library.profile import MARKDOWN, NEEDED, ROWS, TOLD_FACETS, Profile, profile_in

NOT_RATED = "not-rated"
ATTEMPT, REASON_OF_ATTEMPT = "attempt", "why-not"
ONE_OF: Mapping[str, str] = {
    "glance": "line at a glance",
    "steps": "step",
    "duties": "duty",
    "references": "reference",
    "tools": "tool",
}
"""What one row of each list is called."""
PARTS: Mapping[str, str] = {"role": "partner role", "url": "address", "slug": "place on the page"}
"""What the parts of a row are called, where that is not their name."""


def lacks(content: Content) -> list[Lack]:
    """Everything that is missing or wrong, in the order of the form."""
    profile = profile_in(content)
    found = [*readable(content, profile), *evidence(profile), *sections(profile), *rows(profile)]
    return [*found, *unknown_terms(profile), *unknown_topics(content)]


def readable(content: Content, profile: Profile) -> Iterator[Lack]:
    if not str(content.get("summary") or "").strip():
        yield Lack("summary", "Write a summary: lists, search results, and feeds show it.")
    if not content.get("topics"):
        yield Lack("topics", "Choose at least one topic.")
    if not (profile.sections or content.get("markdown") or content.get("link_url")):
        yield Lack(
            "section_problem",
            "Write at least one section or a text, or give the address of a text published elsewhere.",
        )
    if profile.form not in PRACTICE_KINDS:
        yield unknown("practice_kind", "kind of practice", profile.form)


def evidence(profile: Profile) -> Iterator[Lack]:
    if profile.finding and profile.finding not in FINDINGS:
        yield unknown("finding", "finding", profile.finding)
    if profile.tier not in TIERS:
        yield unknown("tier", "evidence rating", profile.tier)
        return
    if profile.rated_on and profile.rated_on > clock.now().astimezone(SITE_ZONE).date():
        yield Lack("rated_on", "The day on which the evidence was rated has not come yet.")
    if profile.tier == NOT_RATED:
        return
    if not profile.reason:
        yield Lack("reason", f"Say in a sentence why the evidence is rated {TIERS.label(profile.tier)}.")
    if not profile.rated_by:
        yield Lack("rated_by", "Say who rated the evidence.")
    if not profile.rated_on:
        yield Lack("rated_on", "Say on which day the evidence was rated.")


def sections(profile: Profile) -> Iterator[Lack]:
    told = [key for key, _ in profile.sections]
    if profile.form == ATTEMPT and told and REASON_OF_ATTEMPT not in told:
        label = PRACTICE_SECTIONS.label(REASON_OF_ATTEMPT)
        yield Lack("section_why_not", f"Of what did not work, readers want to know why: write “{label}”.")
    for key, text in profile.sections:
        if key not in PRACTICE_SECTIONS:
            yield unknown("section_problem", "section", key)
        elif why := refusal(text):
            yield Lack(f"section_{key.replace('-', '_')}", f"“{PRACTICE_SECTIONS.label(key)}”: {why}.")
    if len(set(told)) < len(told):
        yield Lack("section_problem", "A section stands twice.")


def rows(profile: Profile) -> Iterator[Lack]:
    for name in ROWS:
        for at, row in enumerate(profile.rows(name), 1):
            where = f"{ONE_OF[name].capitalize()} {at}"
            for part in NEEDED[name]:
                if not row[part]:
                    yield Lack(name, f"{where} has no {PARTS.get(part, part)}.")
            if why := refusal(row[MARKDOWN[name]] if name in MARKDOWN else ""):
                yield Lack(name, f"{where}: {why}.")
    yield from unknown_rows(profile)
    anchors = [tool["slug"] for tool in profile.tools]
    if len(set(anchors)) < len(anchors):
        yield Lack("tools", "Two tools have one place on the page.")


def unknown_rows(profile: Profile) -> Iterator[Lack]:
    for duty in profile.duties:
        if duty["role"] and duty["role"] not in ROLES:
            yield unknown("duties", "partner role", duty["role"])
    for tool in profile.tools:
        if tool["type"] and tool["type"] not in RESOURCE_TYPES:
            yield unknown("tools", "type of tool", tool["type"])


def unknown_terms(profile: Profile) -> Iterator[Lack]:
    for facet in TOLD_FACETS:
        yield from not_among(facet, FACETS[facet].label, profile.terms.get(facet, ()), facet_labels(facet))


def unknown_topics(content: Content) -> Iterator[Lack]:
    keys = present_keys("topic", content.get("topics") or ())
    yield from not_among("topics", "topic", keys, facet_labels("topic"))


def not_among(field: str, called: str, keys: Collection[str], known: Collection[str]) -> Iterator[Lack]:
    return (unknown(field, called.lower(), key) for key in keys if key not in known)


def unknown(field: str, called: str, key: str) -> Lack:
    return Lack(field, f"“{key}” is no {called} of ION (any more): choose another, or none.")
