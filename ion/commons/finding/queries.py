"""Asking the engine, and turning its answer into rows that a page can draw."""

import traceback
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from markupsafe import Markup, escape
from sqlalchemy import or_, select

from ion.base.extensions import db
from ion.base.vocabulary import Term
from ion.base.vocabulary.evidence import TIERS
from ion.base.vocabulary.roles import ROLES
from ion.commons.finding.question import Question
from ion.core import items, tallies
from ion.core.access import visible
from ion.core.labels import facet_labels, place_in_words
from ion.core.ports import engine
from ion.core.ports.documents import DOCUMENTS
from ion.core.ports.query import Query, parse
from ion.core.ports.search import Hit, Results, Search, SearchEngine, SearchUnavailable
from ion.core.ports.subjects import ENTRIES, SUBJECTS, Subject
from ion.core.ports.synonyms import SYNONYMS
from ion.models import Item, ItemTerm

log = structlog.get_logger("ion.search")

PER_PAGE = 10
FALLBACK_MOST = 300
REBUILDING = (
    "The search index is being rebuilt. Until then ION searches titles and summaries only,"
    f" and at most the {FALLBACK_MOST} newest matches."
)
TOO_LONG = "Your search was long; ION read its first words only."


@dataclass(frozen=True, slots=True)
class PartLink:
    """The part of a page in which the words stand: its label and the address that lands there."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class HitRow:
    """One hit as a list draws it."""

    path: str
    title: str
    snippet: Markup
    kind: str
    kind_label: str
    published_at: datetime | None
    archived: bool
    is_sample: bool
    part: PartLink | None
    topics: list[str]
    place: str
    roles_short: str
    evidence: Term | None
    form: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question: rows of one page and the engine's counts; `notice` is a sentence or None."""

    rows: Sequence[HitRow]
    total: int
    page: int
    results: Results
    notice: str | None = None
    suggestions: Sequence[tuple[str, int]] = field(default_factory=tuple)
    """Where nothing was found: facets whose removal would help, with how many that would find."""


def find(question: Question, kinds: Collection[str], facets: Sequence[str], scopes: frozenset[str]) -> Found:
    """Answer a question among `kinds` for a holder of `scopes`, counting `facets`; never raises for what was typed."""
    query = parse(question.text, SYNONYMS)
    search = Search(
        query=query,
        scopes=scopes,
        kinds=frozenset({question.kind} if question.kind else kinds),
        facets=question.facets,
        include_archived=question.archived,
        sort=question.sort,
        offset=(question.page - 1) * PER_PAGE,
        limit=PER_PAGE,
        count_facets=tuple(facets),
    )
    try:
        source, notice = engine.engine(), TOO_LONG if query.was_cut else None
        results, page = ask(source, search)
        suggestions = helpful(source, search, results)
    except SearchUnavailable as error:
        log.warning("search fell back to the database", cause=place_of(error.__cause__ or error))
        source, notice = stand_in(query, kinds, scopes), REBUILDING
        results, page = ask(source, search)
        suggestions = helpful(source, search, results)
    rows = hit_rows(results.hits, scopes)
    hidden = len(results.hits) - len(rows)  # the index has not heard of it yet, and a count would tell
    return Found(rows, results.total - hidden, page, results, notice, suggestions)


def place_of(error: BaseException) -> str:
    """Which error and where it was raised; never its text, which may repeat what somebody typed."""
    steps = traceback.extract_tb(error.__traceback__)
    where = f" at {steps[-1].filename}:{steps[-1].lineno}" if steps else ""
    return type(error).__name__ + where


def offered(
    kinds: Collection[str], facets: Sequence[str], scopes: frozenset[str]
) -> dict[str, frozenset[str]]:
    """The values of each facet that anything current or archived of these kinds has, for a holder of `scopes`."""

    def read() -> dict[str, frozenset[str]]:
        rows = db.session.execute(
            select(ItemTerm.facet, ItemTerm.key)
            .where(ItemTerm.facet.in_(facets))
            .where(ItemTerm.item_id.in_(select(Item.id).where(Item.kind.in_(sorted(kinds)), visible(scopes))))
            .distinct()
        )
        have: dict[str, set[str]] = {facet: set() for facet in facets}
        for facet, key in rows:
            have[facet].add(key)
        return {facet: frozenset(keys) for facet, keys in have.items()}

    return tallies.recall(tuple(sorted(kinds)), ("offered", tuple(facets), scopes), read)


def ask(source: SearchEngine, search: Search) -> tuple[Results, int]:
    """The page asked for, or the last one where it lies beyond; and the page's number."""
    results = source.search(search)
    page = search.offset // PER_PAGE + 1
    last = max(1, -(-results.total // PER_PAGE))
    if page > last:
        return source.search(replace(search, offset=(last - 1) * PER_PAGE)), last
    return results, page


def helpful(source: SearchEngine, search: Search, results: Results) -> list[tuple[str, int]]:
    """For an empty answer: the facets without which something would be found, the most helpful first."""
    if results.total or not search.facets:
        return []
    freed = []
    for facet in search.facets:
        fewer = {key: values for key, values in search.facets.items() if key != facet}
        total = source.search(replace(search, facets=fewer, offset=0, limit=0, count_facets=())).total
        if total:
            freed.append((facet, total))
    return sorted(freed, key=lambda pair: -pair[1])


def stand_in(query: Query, kinds: Collection[str], scopes: frozenset[str]) -> SearchEngine:
    """An engine of the moment over the newest matches in the database, while the index is not there."""
    matching = [
        or_(Item.title.icontains(word, autoescape=True), Item.summary.icontains(word, autoescape=True))
        for word in {*query.words, *(word for phrase in query.phrases for word in phrase)}
    ]
    chosen = select(Item.kind, Item.id).where(Item.kind.in_(sorted(kinds)), visible(scopes))
    if matching:
        chosen = chosen.where(or_(*matching))
    rows = db.session.execute(
        chosen.order_by(Item.published_at.desc(), Item.id.desc()).limit(FALLBACK_MOST)
    ).all()
    spare = engine.spare()
    for source in DOCUMENTS:
        spare.put(source.documents([row.id for row in rows if row.kind == source.kind]))
    return spare


def hit_rows(hits: Sequence[Hit], scopes: frozenset[str]) -> list[HitRow]:
    """Rows for the hits, in order; whatever the database says may not be seen is left out."""
    subjects = items.subjects_by_key([(hit.kind, hit.id) for hit in hits], scopes)
    terms = items.terms_by_key(subjects)
    topics = facet_labels("topic")
    found = [(hit, key) for hit in hits if (key := (hit.kind, hit.id)) in subjects]
    return [hit_row(hit, subjects[key], terms[key], topics) for hit, key in found]


def hit_row(
    hit: Hit, subject: Subject, terms: Mapping[str, tuple[str, ...]], topics: Mapping[str, str]
) -> HitRow:
    return HitRow(
        path=subject.path,
        title=subject.title,
        snippet=Markup(hit.snippet) or escape(subject.summary),
        kind=hit.kind,
        kind_label=(ENTRIES if hit.kind in ENTRIES else SUBJECTS)[hit.kind].label,
        published_at=subject.published_at,
        archived=subject.is_archived,
        is_sample=subject.is_sample,
        part=PartLink(hit.part.label, hit.part.at(subject.path)) if hit.part else None,
        topics=[topics.get(key, key) for key in terms.get("topic", ())[:3]],
        place=place_in_words(terms.get("state", ())),
        roles_short=", ".join(ROLES.short(key) for key in terms.get("role", ())[:3]),
        evidence=next((TIERS[key] for key in terms.get("evidence", ()) if key in TIERS), None),
        form=next(iter(terms.get("form", ())), ""),
    )
