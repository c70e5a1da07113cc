"""What the list of mentors offers to choose from."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from ion.commons.finding.choices import FacetChoices, facet_choices
from ion.commons.finding.forms import question_in
from ion.commons.finding.question import DEFAULT_SORT, Question
from ion.core.labels import facet_labels
from ion.core.mentoring import FACETS as NAMES
from ion.core.times import count
from ion.mentoring.queries.mentors import FACETS, NOW, PATH, WHO, Reader, totals
from ion.web.choices import Choice

CALLED = {**NAMES, WHO: "Openings"}
WHO_WORDS = {NOW: "You can ask now"}


def words() -> dict[str, Mapping[str, str]]:
    """The label of every value that the list can be narrowed to, by facet and key."""
    return {WHO: WHO_WORDS, **{facet: facet_labels(facet) for facet in FACETS}}


def question_asked(arguments: "MultiDict[str, str]") -> Question:
    """Which mentors an address asks for; orders and archives, which they do not have, are ignored."""
    return replace(question_in(arguments, PATH, (), words()), sort=DEFAULT_SORT, archived=False)


def facets(question: Question, counts: Mapping[str, Mapping[str, int]], by: Reader) -> list[FacetChoices]:
    """The filters of the list; values that no mentor has are left out."""
    have = totals(Question(PATH), by).facets
    offered = {WHO: frozenset({NOW}), **{facet: frozenset(have[facet]) for facet in FACETS}}
    return facet_choices(question, counts, offered, words(), CALLED)


def heading(question: Question, total: int) -> str:
    """How many mentors were found, in words."""
    about = f" for “{question.text}”" if question.text else ""
    return (count(total, "mentor", "mentors") if total else "No mentors found") + about


def suggestions(question: Question, number: Callable[[Question], int]) -> list[Choice]:
    """Where filters left nothing: each facet without which somebody would be found, the most helpful first."""
    freed = [(facet, question.without(facet)) for facet in question.facets]
    found = [
        Choice(facet, CALLED[facet], fewer.href, left) for facet, fewer in freed if (left := number(fewer))
    ]
    return sorted(found, key=lambda choice: -choice.count)
