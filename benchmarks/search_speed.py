"""How fast the search is: CPU milliseconds over generated documents.

    python -m benchmarks.search_speed [--documents 10000] [--rounds 40]

Documents are made from a fixed seed: about 300 words each, drawn so that few words are frequent and most are rare.
A page is three words, ten hits with snippets, and the counts of six facets. CPU time, not wall time: it stays the
same on a busy machine.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from statistics import quantiles

from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.base.vocabulary.acronyms import ACRONYMS
from ion.core.ports.query import Synonyms, parse
from ion.core.ports.search import Document, Part, Search

SEED = 20261124
WORDS = 30_000
WORDS_EACH = 300
FACETS = {"topic": 20, "program": 24, "role": 10, "stage": 6, "state": 56, "evidence": 6}
PUBLIC = frozenset({"public", "members"})
SYNONYMS = Synonyms(ACRONYMS)
_SYLLABLES = [
    *"aeiou",
    "bar",
    "cel",
    "din",
    "for",
    "gus",
    "hat",
    "jen",
    "kil",
    "lom",
    "nat",
    "per",
    "rol",
    "tion",
    "ment",
]


class World:
    """Words with their frequencies, and documents made of them; equal for equal seeds."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)
        self.words = list(dict.fromkeys(self._word() for _ in range(2 * WORDS)))[:WORDS]
        self._weights = list(accumulate(1 / (rank + 8) for rank in range(len(self.words))))

    def _word(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=self.random.randint(2, 4)))

    def text(self, length: int) -> str:
        """Return so many words."""
        return " ".join(self.random.choices(self.words, cum_weights=self._weights, k=length))

    def document(self, number: int) -> Document:
        """Return one document."""
        facets = {
            facet: tuple(
                {f"{facet}-{min(int(self.random.expovariate(6 / many)), many - 1)}" for _ in range(2)}
            )
            for facet, many in FACETS.items()
        }
        return Document(
            kind=self.random.choice(("post", "practice")),
            id=number,
            path=f"/blog/{number}",
            title=self.text(8),
            summary=self.text(30),
            text=self.text(WORDS_EACH - 140),
            audience="members" if number % 5 == 0 else "public",
            facets=facets,
            published_at=datetime(2026, 1, 1, tzinfo=UTC) - timedelta(minutes=self.random.randrange(10**6)),
            parts=tuple(Part(f"part-{n}", self.text(3), self.text(30)) for n in range(3)),
        )

    def queries(self, many: int) -> Iterator[str]:
        """Yield questions of three words: a frequent one, a middling one, a rarer one."""
        for _ in range(many):
            yield " ".join(
                self.random.choice(self.words[low:high]) for low, high in ((0, 60), (60, 400), (400, 3000))
            )


def cpu_ms(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds that a piece of work takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def peak_mb() -> float:
    """Return the most memory this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def page(
    engine: WhooshSearch, text: str, scopes: frozenset[str] = PUBLIC, **narrowing: tuple[str, ...]
) -> Search:
    """Search as the search page does."""
    search = Search(parse(text + " ", SYNONYMS), scopes, facets=narrowing, count_facets=tuple(FACETS))
    engine.search(search)
    return search


def measured(engine: WhooshSearch, world: World, rounds: int) -> Iterator[tuple[str, list[float]]]:
    """Yield what was done and the CPU milliseconds of each round."""
    new = list(world.queries(rounds))
    yield "page, words not asked before", [cpu_ms(lambda q=q: page(engine, q)) for q in new]
    yield "page, words asked before", [cpu_ms(lambda q=q: page(engine, q)) for q in new]
    public = frozenset({"public"})
    yield (
        "page, public only, one facet chosen",
        [
            cpu_ms(lambda q=q: page(engine, q, public, topic=("topic-1", "topic-2")))
            for q in world.queries(rounds)
        ],
    )
    yield (
        "page, last word unfinished",
        [
            cpu_ms(lambda q=q: engine.search(Search(parse(q[:-3]), PUBLIC, count_facets=tuple(FACETS))))
            for q in world.queries(rounds)
        ],
    )
    yield (
        "page, a word misspelled",
        [cpu_ms(lambda q=q: page(engine, q[:-2] + "xx")) for q in world.queries(rounds)],
    )
    yield (
        "page, two words as a phrase",
        [cpu_ms(lambda q=q: page(engine, '"{} {}"'.format(*q.split()))) for q in world.queries(rounds)],
    )
    yield "browse, newest first", [cpu_ms(lambda: page(engine, "")) for _ in range(rounds)]
    yield (
        "more like this",
        [cpu_ms(lambda n=n: engine.more_like("post", n, scopes=PUBLIC, limit=4)) for n in range(rounds)],
    )


def main() -> None:
    """Print one row per piece of work: median and nineteenth twentieth."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--documents", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=40)
    options = arguments.parse_args()
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshSearch(folder)
        build = cpu_ms(lambda: engine.rebuild(map(world.document, range(options.documents))))
        built_mb = peak_mb()
        print(f"{options.documents} documents, CPU ms{'p50':>21}{'p95':>10}")
        print(f"{'build, all documents':<40}{build:>10.0f}")
        print(f"{'first search after a start':<40}{cpu_ms(lambda: page(engine, world.words[5])):>10.1f}")
        for label, times in measured(engine, world, options.rounds):
            cuts = quantiles(times, n=20)
            print(f"{label:<40}{cuts[9]:>10.1f}{cuts[18]:>10.1f}")
        changed = [world.document(n) for n in range(20)]
        print(f"{'put of one document':<40}{cpu_ms(lambda: engine.put(changed[:1])):>10.1f}")
        print(f"{'put of twenty documents':<40}{cpu_ms(lambda: engine.put(changed)):>10.1f}")
        print(f"peak memory: {built_mb:.0f} MB while building, {peak_mb():.0f} MB in all")


if __name__ == "__main__":
    main()
