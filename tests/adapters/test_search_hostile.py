"""Queries meant to break a search: bounded work, no error, little time and memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from ion.adapters.whoosh_search import matching
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.adapters.whoosh_search.plan import plan
from ion.core.ports.query import MOST_EXPANSIONS, MOST_WORDS, parse
from ion.core.ports.search import Search, SearchEngine
from tests.adapters.corpus import PUBLIC, SYNONYMS, asked, document, ids

HOSTILE = {
    "wildcards": " OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "fuzzy": "word~9 wrod~9 ward~9",
    "a thousand NOT": "NOT " * 1000,
    "a long word": "x" * 50_000,
    "long and near words": " ".join("apprenticeshi" + letter for letter in "abcdefghijklmnop"),
    "nested": "(" * 3000 + "word" + ")" * 3000,
    "quotes": '"' * 999,
    "phrases": '"a b" "word other" ' * 40,
    "minuses": "-" * 500 + " - -word --",
    "punctuation": "!?.,;:&%$§/()=*~^[]{}<>|\\" * 9,
    "null bytes": "word\0other\0" * 20,
    "unicode": "Ω≈ç√∫ 工作 работа ‮abc 👩🏽‍💻 \ud800 ﷺ ﷽ Ǆ ß",
    "combining": "e" + "\u0301" * 5000,
    "range": "[a TO z] {0 TO 9} id:[* TO *]",
    "prefixes": "wor",
    "SQL": "'; DROP TABLE item; --",
    "ranking words": "the of and to " * 50,
    "acronyms": "AJC LWDB WIOA VR TANF SNAP UI CTE RA ITA OJT MOU IFA AEFLA DOL ETA",
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_query_is_answered(engine: SearchEngine, typed: str) -> None:
    engine.put([document(n, "word other apprenticeship b c job center") for n in range(5)])

    results = asked(engine, typed, count_facets=("state",))

    assert results.total <= 5
    assert len(results.hits) == min(results.total, 10)


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_query_asks_for_few_chains(typed: str) -> None:
    asked_for = plan(parse(typed, SYNONYMS))

    names = max(len(group.others) for group in parse("AJC", SYNONYMS).alternatives) + 2
    assert len(asked_for.chains) <= 2 * MOST_WORDS * names


def test_an_unfinished_word_becomes_so_many_words_at_most_the_usual_ones(whoosh: WhooshSearch) -> None:
    rare = [f"preload{chr(97 + a)}{chr(97 + b)}x" for a in range(20) for b in range(20)]
    whoosh.put([document(1, " ".join(rare)), document(2, "prequel"), document(3, "prequel")])

    with whoosh._reader.view() as view:
        clauses = matching.completed(view, plan(parse("pre")), matching.visible(view, PUBLIC))

    assert len(clauses) == MOST_EXPANSIONS
    assert ("prequel",) in {clause.chain for clause in clauses}


def test_text_that_looks_like_a_query_is_found_as_words(engine: SearchEngine) -> None:
    engine.put([document(1, "title:secret AND kind:post"), document(2, "noise")])

    assert ids(asked(engine, "title:secret")) == [1]
    assert ids(asked(engine, "id:2")) == []


CHILD = """
import resource, sys, time
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.core.ports.search import Search
from tests.adapters.corpus import PUBLIC, SYNONYMS, parse
from tests.adapters.test_search_hostile import HOSTILE

def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

engine = WhooshSearch(sys.argv[1])
engine.search(Search(parse("word"), PUBLIC))
before = memory()
for name, typed in HOSTILE.items():
    start = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(start) + 2, int(start) + 3))
    engine.search(Search(parse(typed, SYNONYMS), PUBLIC, count_facets=("state",)))
    spent = time.process_time() - start
    assert spent <= 1, (name, spent)
    assert memory() - before <= 50, (name, memory() - before)
print("survived")
"""


def test_hostile_queries_stay_within_a_second_and_fifty_megabytes(
    whoosh: WhooshSearch, tmp_path: Path
) -> None:
    words = [
        f"word{n} other{n % 40} b c apprenticeshi{chr(97 + n % 26)} american job center" for n in range(400)
    ]
    whoosh.rebuild(
        document(n, " ".join(words[n % 7 :: 7]), facets={"state": (f"S{n % 9}",)}) for n in range(300)
    )

    child = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHILD, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert child.stdout == "survived\n", child.stderr


def test_an_empty_search_object_is_a_search(engine: SearchEngine) -> None:
    assert engine.search(Search()).total == 0
