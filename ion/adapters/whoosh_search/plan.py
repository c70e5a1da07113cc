"""What a query asks of an index, in terms: decided before any index is opened, and bounded by the grammar."""

from collections.abc import Iterator
from dataclasses import dataclass

from ion.adapters.whoosh_search.analysis import Chain, chain_of, read_word
from ion.core.ports.query import Alternative, Query, Words

PARTS_WEIGHT = 0.8
"""Of "one stop" where "one-stop" was asked for."""

SYNONYM_WEIGHT = 0.7
"""Of another name for what was asked for."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Terms to look for, what finding them is worth, and which words of the query they stand for."""

    chain: Chain
    weight: float
    covers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Plan:
    """The clauses of which one is enough, the chains that all must be there, those that must not.

    `words` counts the different words of the query that mean something; `prefix` is the last one where it may be
    unfinished, and `prefix_covers` which of the words that is.
    """

    clauses: tuple[Clause, ...]
    required: tuple[Chain, ...]
    excluded: tuple[Chain, ...]
    words: int
    prefix: str
    prefix_covers: frozenset[int]

    @property
    def asks_nothing(self) -> bool:
        """Say whether everything is welcome: the reader browses."""
        return not (self.clauses or self.required)

    @property
    def chains(self) -> frozenset[Chain]:
        """Return every chain that has to be looked up: the measure of the work."""
        return frozenset(clause.chain for clause in self.clauses) | {*self.required, *self.excluded}


def plan(query: Query) -> Plan:
    """Return what this query asks of an index."""
    numbers: dict[str, int] = {}
    for word in query.words:
        if read_word(word, word in query.codes).whole:
            numbers.setdefault(word, len(numbers))
    required = tuple(filter(None, (chain_of(phrase) for phrase in query.phrases)))
    return Plan(
        clauses=tuple(_clauses(query, numbers))
        + tuple(Clause(chain, 1.0, frozenset()) for chain in required),
        required=required,
        excluded=tuple(_excluded(query)),
        words=len(numbers),
        prefix=query.prefix if query.prefix in numbers else "",
        prefix_covers=frozenset({numbers[query.prefix]} if query.prefix in numbers else ()),
    )


def _clauses(query: Query, numbers: dict[str, int]) -> Iterator[Clause]:
    for word, number in numbers.items():
        times = query.words.count(word)
        whole, *parts = _ways_to_write((word,), query.codes)
        yield Clause(whole, float(times), frozenset({number}))
        for chain in parts:
            yield Clause(chain, PARTS_WEIGHT * times, frozenset({number}))
    for alternative in query.alternatives:
        yield from _other_names(alternative, query, numbers)


def _other_names(alternative: Alternative, query: Query, numbers: dict[str, int]) -> Iterator[Clause]:
    covers = frozenset(numbers[word] for word in alternative.words if word in numbers)
    if len(alternative.words) > 1:
        yield from (Clause(chain, 1.0, covers) for chain in _ways_to_write(alternative.words, query.codes))
    for other in alternative.others:
        yield from (Clause(chain, SYNONYM_WEIGHT, covers) for chain in _ways_to_write(other))


def _ways_to_write(words: Words, codes: frozenset[str] = frozenset()) -> Iterator[Chain]:
    """Yield the chains for words that belong together; one left over of several would mean something else."""
    if len(words) == 1 and (whole := read_word(words[0], words[0] in codes).whole):
        yield (whole,)
    chain = chain_of(words, codes)
    if len(chain) > 1:
        yield chain


def _excluded(query: Query) -> Iterator[Chain]:
    for words in query.excluded:
        if len(words) == 1:
            yield from _ways_to_write(words, query.codes)
        elif chain := chain_of(words):
            yield chain
