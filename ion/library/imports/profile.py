"""The profile of a practice as a file tells it, and every reason why it cannot be one."""

import re
from dataclasses import dataclass, field
from typing import Any

from ion.base.vocabulary import FACETS
from ion.base.vocabulary.evidence import FINDINGS, TIERS
from ion.base.vocabulary.practices import PRACTICE_KINDS, PRACTICE_SECTIONS
from ion.base.vocabulary.resources import RESOURCE_TYPES
from ion.base.vocabulary.roles import ROLES
from ion.base.vocabulary.stages import STAGE_SEEDS
from ion.commons.importing.code import set_aside
from ion.core.labels import facet_labels
from ion.core.ports.importing import ImportedItem
from ion.library.imports.checks import Checks, Mapped
from ion.library.profile import NEEDED, ROWS, Profile, row_of, words

LISTED = ("program", "role", "state", "sector", "population", "setting")
EVIDENCE = frozenset({"tier", "finding", "reason", "rated_by", "rated_on"})
FIELDS = frozenset({*LISTED, *ROWS, "stage", "kind", "evidence"})

ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*#*[ \t]*$", re.M)
SECTION_KEYS = {term.label.casefold(): term.key for term in PRACTICE_SECTIONS.terms}


@dataclass(slots=True)
class FileProfile(Profile):
    """A profile as a file gives it: `body` is the text before its sections, `problems` what is wrong with it."""

    body: str = ""
    problems: list[str] = field(default_factory=list)


def read(item: ImportedItem) -> FileProfile:
    """The profile; what is wrong with it stands in `problems`."""
    given, checks = item.extra, Checks()
    made = FileProfile(problems=checks.problems)
    made.body, sections = told(item.markdown)
    made.sections = [(key, text) for key, text in sections if words(text)]
    made.form = checks.key("kind", given["kind"], PRACTICE_KINDS) if given.get("kind") else "practice"
    read_evidence(made, given.get("evidence") or {}, checks)
    made.terms = read_terms(given, checks)
    read_lists(made, given, checks)
    return made


def read_evidence(made: Profile, given: Any, checks: Checks) -> None:
    parts = checks.mapping("evidence", given, EVIDENCE)
    if parts.get("tier"):
        made.tier = checks.key("evidence: tier", parts["tier"], TIERS)
    if parts.get("finding"):
        made.finding = checks.key("evidence: finding", parts["finding"], FINDINGS)
    made.reason = checks.words("evidence: reason", parts.get("reason"), 1000)
    made.rated_by = checks.words("evidence: rated_by", parts.get("rated_by"), 200)
    made.rated_on = checks.day("evidence: rated_on", parts.get("rated_on"))


def read_terms(given: Any, checks: Checks) -> dict[str, list[str]]:
    terms = {}
    for facet in LISTED:
        vocabulary = FACETS[facet].vocabulary
        if vocabulary is not None and facet in given:
            terms[facet] = checks.keys(facet, given[facet], vocabulary)
    if "stage" in given:
        planted = {seed.key for seed in STAGE_SEEDS}
        wished = given["stage"] if isinstance(given["stage"], list) else [given["stage"]]
        is_known = all(isinstance(key, str) and key in planted for key in wished)
        known = planted if is_known else planted | set(facet_labels("stage"))
        terms["stage"] = checks.keys("stage", wished, known)
    return terms


def read_lists(made: Profile, given: Any, checks: Checks) -> None:
    for name, parts in ROWS.items():
        rows = checks.mappings(name, given.get(name) or [], frozenset(parts), NEEDED[name])
        for row in rows:
            check_row(name, row, checks)
        setattr(made, name, [row_of(name, row, parts) for row in rows])
    anchors = [tool["slug"] for tool in made.tools]
    for anchor in sorted({anchor for anchor in anchors if anchors.count(anchor) > 1}):
        checks.problems.append(f"tools: slug {anchor!r} stands twice")


def check_row(name: str, row: Mapped, checks: Checks) -> None:
    if name == "duties":
        checks.key("duties: role", row.get("role"), ROLES)
    if name == "references":
        checks.address("references: url", row.get("url"))
    if name == "tools":
        check_tool(row, checks)


def check_tool(row: Mapped, checks: Checks) -> None:
    anchor = checks.words("tools: slug", row.get("slug"), 80)
    if anchor and not ANCHOR.fullmatch(anchor):
        checks.problems.append(f"tools: slug {anchor!r} is not lower-case words joined by hyphens")
    checks.words("tools: title", row.get("title"), 300)
    checks.key("tools: type", row.get("type"), RESOURCE_TYPES)
    checks.words("tools: summary", row.get("summary"), 1000)
    checks.words("tools: text", row.get("text"))


def told(markdown: str) -> tuple[str, list[tuple[str, str]]]:
    """The text before the first section, and the sections as (key, Markdown).

    Only a text whose second-level headings are all labels of PRACTICE_SECTIONS, none of them twice, is told in
    sections; any other is one text.
    """
    prose, kept = set_aside(markdown)
    headings = list(HEADING.finditer(prose))
    keys = [SECTION_KEYS.get(found[1].casefold(), "") for found in headings]
    if not keys or not all(keys) or len(set(keys)) < len(keys):
        return markdown, []
    ends = [found.start() for found in headings[1:]] + [len(prose)]
    texts = [prose[found.end() : end] for found, end in zip(headings, ends, strict=True)]
    first = kept.put_back(prose[: headings[0].start()]).strip()
    return first, [(key, kept.put_back(words).strip("\n")) for key, words in zip(keys, texts, strict=True)]
