"""Totals and counts of each engine against a count by hand, over small corpora made by chance."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ion.adapters.memory_search import MemorySearch
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.core.ports.query import parse
from ion.core.ports.search import Document, Search, SearchEngine
from tests.adapters.corpus import NOON, Clock, document

WORDS = ("alfa", "bravo", "kilo", "tango")
KEYS = ("one", "two", "three")
FACETS = ("state", "role")

documents = st.builds(
    document,
    id=st.integers(0, 12),
    text=st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    kind=st.sampled_from(("post", "practice")),
    audience=st.sampled_from(("public", "members", "group:7")),
    facets=st.fixed_dictionaries({f: st.lists(st.sampled_from(KEYS), max_size=2).map(tuple) for f in FACETS}),
    expires_at=st.sampled_from((None, NOON - timedelta(days=1), NOON + timedelta(days=1))),
)
searches = st.builds(
    Search,
    query=st.lists(st.sampled_from([*WORDS, "-alfa", "-kilo", '"alfa bravo"']), max_size=3).map(
        lambda words: parse(" ".join([*words, " "]))
    ),
    scopes=st.frozensets(st.sampled_from(("public", "members", "group:7")), max_size=3),
    kinds=st.frozensets(st.sampled_from(("post", "practice")), max_size=2),
    facets=st.fixed_dictionaries(
        {}, optional={f: st.lists(st.sampled_from(KEYS), max_size=2).map(tuple) for f in FACETS}
    ),
    include_archived=st.booleans(),
    limit=st.just(50),
    count_facets=st.just(FACETS),
)


def holds(text: str, search: Search) -> bool:
    """Say by hand whether a text answers the words of a search."""
    words, query = text.split(), search.query
    if any(word in words for (word,) in query.excluded):
        return False
    if query.phrases:
        return all(" ".join(phrase) in text for phrase in query.phrases)
    return not query.words or any(word in words for word in query.words)


def is_chosen(one: Document, search: Search, but: str = "") -> bool:
    """Say by hand whether a document is of the kinds and facets chosen, one of these left out."""
    if but != "kind" and search.kinds and one.kind not in search.kinds:
        return False
    return all(
        not chosen or facet == but or set(chosen) & set(one.facets[facet])
        for facet, chosen in search.facets.items()
    )


def check(engine: SearchEngine, corpus: Iterable[Document], search: Search) -> None:
    """Compare the results of a search with a count by hand."""
    told = [one for one in corpus if one.audience in search.scopes and holds(one.text, search)]
    old = [one for one in told if one.expires_at and one.expires_at <= NOON]
    current = told if search.include_archived else [one for one in told if one not in old]

    results = engine.search(search)

    found = [one for one in current if is_chosen(one, search)]
    assert results.total == len(found)
    assert {(hit.kind, hit.id) for hit in results.hits} == {one.key for one in found}
    assert len(results.hits) == len(found)
    assert results.kind_counts == Counter(one.kind for one in current if is_chosen(one, search, "kind"))
    assert results.archived_count == sum(is_chosen(one, search) for one in old)
    for facet in FACETS:
        within = [one for one in current if is_chosen(one, search, facet)]
        assert results.facet_counts[facet] == Counter(key for one in within for key in set(one.facets[facet]))


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: MemorySearch(clock=Clock()),
        lambda folder: WhooshSearch(folder, clock=Clock()),
    ],
    ids=["memory", "whoosh"],
)
@settings(max_examples=40, deadline=None)
@given(
    batches=st.lists(st.lists(documents, max_size=6), min_size=1, max_size=4),
    removed=st.sets(st.integers(0, 12), max_size=3),
    asked=st.lists(searches, min_size=3, max_size=6),
)
def test_totals_and_counts_are_exact(
    make: Callable[[Path], SearchEngine],
    batches: list[list[Document]],
    removed: set[int],
    asked: list[Search],
) -> None:
    with TemporaryDirectory() as folder:
        engine = make(Path(folder))
        engine.rebuild([])
        corpus = {}
        for batch in batches:
            engine.put(batch)
            corpus |= {one.key: one for one in batch}
        engine.remove(("post", id) for id in removed)
        corpus = {key: one for key, one in corpus.items() if key[0] != "post" or key[1] not in removed}

        for search in asked:
            check(engine, corpus.values(), search)
        engine.close()
