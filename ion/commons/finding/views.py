"""The page of results that every room's search shows, whole or as a block."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Response, request

from ion.base.vocabulary import FACETS
from ion.commons.finding import queries
from ion.commons.finding.choices import chips, facet_choices, sorts
from ion.commons.finding.forms import question_in
from ion.commons.finding.queries import Found
from ion.commons.finding.question import Question
from ion.core.labels import facet_labels
from ion.core.ports.subjects import ENTRIES, SUBJECTS
from ion.core.times import count
from ion.web.choices import Choice
from ion.web.fragments import Fragment
from ion.web.login import viewer_scopes
from ion.web.pagination import Page
from ion.web.visits import note_search


@dataclass(frozen=True, slots=True)
class Finder:
    """One search page: where it stands, what it searches, which facets it offers, and what it calls a find."""

    fragment: Fragment
    path: str
    kinds: Sequence[str]
    facets: Sequence[str]
    one: str
    many: str
    has_tabs: bool = False

    def answer(self) -> Response:
        """The results for the address of the present request."""
        labels = {facet: facet_labels(facet) for facet in self.facets}
        question = question_in(request.args, self.path, self.kinds if self.has_tabs else (), labels)
        found = queries.find(question, self.kinds, self.facets, viewer_scopes())
        page = Page(found.rows, found.page, found.total, self.path, question.parameters, queries.PER_PAGE)
        answer = self.fragment.render(
            query=question.text,
            question=question,
            page=page,
            facets=facet_choices(question, found.results.facet_counts, self.offered(), labels),
            chips=chips(question, labels),
            clear_href=question.cleared().href,
            sort=sorts(question),
            tabs=self.tabs(question, found) if self.has_tabs else [],
            heading=self.heading(question, found),
            notice=found.notice,
            did_you_mean=did_you_mean(question, found),
            suggestion=suggestions(question, found),
            archived=archived_choice(question, found),
        )
        return note_search(answer, question.text, question.href) if found.total else answer

    def offered(self) -> dict[str, frozenset[str]]:
        return queries.offered(self.kinds, self.facets, viewer_scopes())

    def heading(self, question: Question, found: Found) -> str:
        about = f" for “{question.text}”" if question.text else ""
        if not found.total:
            return f"No {self.many} found{about}"
        return count(found.total, self.one, self.many) + about

    def tabs(self, question: Question, found: Found) -> list[Choice]:
        """One tab per kind that has something, after one for everything."""
        counts = found.results.kind_counts
        everything = replace(question, kind="", page=1)
        drawn = [Choice("", "Everything", everything.href, sum(counts.values()), not question.kind)]
        for source in (*SUBJECTS, *ENTRIES):
            total = counts.get(source.kind, 0)
            if total or question.kind == source.kind:
                href = replace(question, kind=source.kind, page=1).href
                label = source.plural.capitalize()
                drawn.append(Choice(source.kind, label, href, total, question.kind == source.kind))
        return drawn


def did_you_mean(question: Question, found: Found) -> Choice | None:
    words = found.results.did_you_mean
    return Choice(words, words, replace(question, text=words, page=1).href) if words else None


def suggestions(question: Question, found: Found) -> list[Choice]:
    """Where filters left nothing: each filter whose removal would find something, and how much."""
    return [
        Choice(facet, FACETS[facet].label, question.without(facet).href, total)
        for facet, total in found.suggestions
    ]


def archived_choice(question: Question, found: Found) -> Choice | None:
    """The one facet that stands outside the vocabulary: archived things, left out unless asked for."""
    total = found.results.archived_count
    if not total and not question.archived:
        return None
    href = replace(question, archived=not question.archived, page=1).href
    return Choice("archived", "Include archived", href, total, question.archived)
