"""What the Whoosh engine promises beyond the port: threads, crashes, damage, ranking; and the traps of Whoosh."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ion.adapters.whoosh_search import packing, ranking
from ion.adapters.whoosh_search.bits import bits_of, documents_in, flags_of
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.adapters.whoosh_search.postings import PostingsCache, no_postings
from ion.adapters.whoosh_search.storage import LOCK_FILE, writing_alone
from ion.adapters.whoosh_search.suggesting import distance
from ion.core.ports.search import Document, SearchUnavailable
from tests.adapters.corpus import PUBLIC, Clock, asked, document, ids

# ranking


def test_documents_with_all_words_come_first(whoosh: WhooshSearch) -> None:
    whoosh.put(
        [
            document(1, "nurse " * 20),
            document(2, "nurse welder " + "noise " * 50),
            document(3, "welder " * 20),
        ]
    )

    assert ids(asked(whoosh, "nurse welder "))[0] == 2


def test_another_name_counts_as_the_word_itself(whoosh: WhooshSearch) -> None:
    whoosh.put(
        [document(1, "nurse " * 9), document(2, "nurse at the American Job Center"), document(3, "AJC " * 9)]
    )

    assert ids(asked(whoosh, "AJC nurse "))[0] == 2


def test_a_word_in_the_title_counts_for_more(whoosh: WhooshSearch) -> None:
    whoosh.put([document(1, "nurse and noise"), document(2, "noise and noise", title="nurse")])

    assert ids(asked(whoosh, "nurse ")) == [2, 1]


def test_the_word_itself_comes_before_longer_ones(whoosh: WhooshSearch) -> None:
    whoosh.put([document(1, "stateliness " * 3), document(2, "state and noise"), document(3, "noise")])

    assert ids(asked(whoosh, "state")) == [2, 1]


def test_scores_fall_along_the_hits(whoosh: WhooshSearch) -> None:
    texts = ["nurse", "nurse welder", "nurse nurse noise clinic", "welder noise", "clinic welder nurse nurse"]
    whoosh.put([document(n, texts[n % 5] + f" filler{n % 3}") for n in range(40)])

    scores = [hit.score for hit in asked(whoosh, "nurse welder ", limit=40).hits]

    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_feedback_brings_documents_that_share_the_words_of_the_best(
    whoosh: WhooshSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = [document(n, "nurse nurse stethoscope clinic") for n in range(5)]
    whoosh.put([*best, document(6, "nurse noise noise noise"), document(7, "nurse stethoscope clinic noise")])
    found = ids(asked(whoosh, "nurse "))
    monkeypatch.setattr(ranking, "FEEDBACK_WEIGHT", 0.0)

    assert found.index(7) < found.index(6)
    assert asked(whoosh, "nurse ").hits[6].score < 0.3


def test_segments_are_searched_as_one_index(whoosh: WhooshSearch, tmp_path: Path, clock: Clock) -> None:
    documents = [
        document(
            n, f"nurse {'welder ' * (n % 3)} {'pathway career ' * (n % 2)}", facets={"state": (f"S{n % 4}",)}
        )
        for n in range(30)
    ]
    whole = WhooshSearch(tmp_path / "whole", clock=clock)
    whole.rebuild(documents)
    for start in range(0, 30, 4):
        whoosh.put(documents[start : start + 4])

    for typed in ("nurse ", "welder nurse ", '"career pathway"', "path", ""):
        one, many = (asked(engine, typed, limit=30, count_facets=("state",)) for engine in (whole, whoosh))
        assert (many.total, ids(many), many.facet_counts) == (one.total, ids(one), one.facet_counts), typed


def test_places_reach_far_into_long_documents(whoosh: WhooshSearch) -> None:
    whoosh.put([document(1, "noise " * 70_000 + "career pathway"), document(2, "career")])

    assert ids(asked(whoosh, '"career pathway"')) == [1]


# a missing, damaged or busy index


def test_a_missing_index_is_unavailable_until_rebuilt(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path / "none")

    for call in (
        lambda: asked(engine, "x"),
        engine.fingerprints,
        engine.optimize,
        lambda: engine.put([document(1)]),
    ):
        with pytest.raises(SearchUnavailable):
            call()
    engine.rebuild([document(1, "nurse")])

    assert ids(asked(engine, "nurse")) == [1]


@pytest.mark.parametrize("suffix", [".toc", ".seg"])
@pytest.mark.parametrize("damage", [b"", b"\0" * 4000, b"\x80\x04nonsense" * 500])
def test_a_damaged_index_is_unavailable_until_rebuilt(
    tmp_path: Path, clock: Clock, suffix: str, damage: bytes
) -> None:
    WhooshSearch(tmp_path).rebuild([document(1, "nurse")])
    for file in tmp_path.glob(f"*{suffix}"):
        file.write_bytes(damage)
    engine = WhooshSearch(tmp_path, clock=clock)

    with pytest.raises(SearchUnavailable):
        asked(engine, "nurse")
    with pytest.raises(SearchUnavailable):
        engine.put([document(1)])
    engine.rebuild([document(2, "nurse")])

    assert ids(asked(engine, "nurse")) == [2]
    assert engine.more_like("post", 2, scopes=PUBLIC, limit=1) == ()


def test_a_rebuild_over_damage_is_seen_by_those_who_read_the_old_index(tmp_path: Path) -> None:
    reader, writer = WhooshSearch(tmp_path), WhooshSearch(tmp_path)
    writer.rebuild([document(1, "nurse")])
    assert ids(asked(reader, "nurse")) == [1]
    for file in tmp_path.glob("*.toc"):
        file.write_bytes(b"")

    writer.rebuild([document(2, "nurse")])

    assert ids(asked(reader, "nurse")) == [2]


def test_files_named_but_missing_are_unavailable(tmp_path: Path) -> None:
    WhooshSearch(tmp_path).rebuild([document(1, "nurse")])
    for file in tmp_path.glob("*.seg"):
        file.unlink()

    with pytest.raises(SearchUnavailable, match="missing"):
        asked(WhooshSearch(tmp_path), "nurse")


def test_a_second_writer_waits_and_then_gives_up(whoosh: WhooshSearch, tmp_path: Path) -> None:
    with writing_alone(tmp_path, patience=0), pytest.raises(SearchUnavailable, match="another process"):
        whoosh.put([document(1, "nurse")])

    whoosh.put([document(1, "nurse")])
    assert ids(asked(whoosh, "nurse")) == [1]


def test_an_index_of_another_form_counts_as_missing(
    whoosh: WhooshSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    whoosh.put([document(1, "nurse")])
    for module in ("storage", "writing"):
        monkeypatch.setattr(f"ion.adapters.whoosh_search.{module}.INDEX_NAME", "ION999")

    with pytest.raises(SearchUnavailable):
        asked(whoosh, "nurse")
    whoosh.rebuild([document(2, "nurse")])
    assert ids(asked(whoosh, "nurse")) == [2]


# threads and processes


def test_threads_search_rightly_while_the_index_changes(whoosh: WhooshSearch) -> None:
    texts = [f"nurse number{n} {'career pathway ' * (n % 5)}" for n in range(60)]
    whoosh.put([document(n, texts[n]) for n in range(60)])
    wrong: list[object] = []
    start = threading.Barrier(5)

    def search() -> None:
        start.wait()
        for round in range(40):
            found = asked(whoosh, f"number{round} ")
            total = asked(whoosh, '"career pathway"', limit=60).total
            if ids(found) != [round] or total != 48:
                wrong.append((round, found, total))

    def write() -> None:
        start.wait()
        for round in range(12):
            whoosh.put([document(n, texts[n]) for n in range(round, round + 3)])

    threads = [threading.Thread(target=work) for work in (search, search, search, search, write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_searches_go_on_during_a_rebuild(whoosh: WhooshSearch) -> None:
    whoosh.put([document(1, "nurse")])
    seen: list[list[int]] = []

    def documents() -> Iterator[Document]:
        yield document(2, "nurse")
        seen.append(ids(asked(whoosh, "nurse")))
        yield document(3, "nurse")

    whoosh.rebuild(documents())

    assert (seen, ids(asked(whoosh, "nurse"))) == ([[1]], [2, 3])


def test_another_process_sees_a_commit_at_the_next_search(whoosh: WhooshSearch, tmp_path: Path) -> None:
    other = WhooshSearch(tmp_path)
    assert asked(other, "nurse").total == 0

    whoosh.put([document(1, "nurse")])

    assert asked(other, "nurse").total == 1


CHILD = """
import os, signal, sys
from ion.adapters.whoosh_search import storage
from ion.adapters.whoosh_search.engine import WhooshSearch
from tests.adapters.corpus import document

folder, point = sys.argv[1:]
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if point == "while writing":
    storage.DurableStorage.delete_file = die
elif point == "before the rename":
    storage.DurableStorage.rename_file = die
elif point == "after the rename":
    rename = storage.DurableStorage.rename_file
    storage.DurableStorage.rename_file = lambda *a, **k: (rename(*a, **k), die())
WhooshSearch(folder).put([document(1, "welder"), document(2, "welder")])
"""


@pytest.mark.parametrize(
    ("point", "found"),
    [("while writing", [1]), ("before the rename", [1]), ("after the rename", [])],
)
def test_a_killed_writer_leaves_the_index_as_before_or_after(
    whoosh: WhooshSearch, tmp_path: Path, point: str, found: list[int]
) -> None:
    whoosh.put([document(1, "nurse")])

    child = subprocess.run([sys.executable, "-c", CHILD, str(tmp_path), point], timeout=60)

    assert child.returncode == -signal.SIGKILL
    assert ids(asked(whoosh, "nurse")) == found
    assert asked(whoosh, "welder").total == (0 if found else 2)
    whoosh.put([document(3, "nurse")])
    assert ids(asked(whoosh, "nurse")) == [*found, 3]
    assert not [name for name in os.listdir(tmp_path) if name.endswith((".trm", ".pst", ".col"))]


def test_a_commit_is_synced_before_it_shows(whoosh: WhooshSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    real_sync, real_replace = os.fsync, os.replace
    monkeypatch.setattr(
        os, "fsync", lambda fd: (done.append(os.readlink(f"/proc/self/fd/{fd}")), real_sync(fd))
    )
    monkeypatch.setattr(os, "replace", lambda a, b: (done.append("renamed"), real_replace(a, b)))

    whoosh.put([document(1, "nurse")])

    renamed = done.index("renamed")
    assert [name.rpartition(".")[2] for name in done[:renamed] if name.endswith(".seg")] == ["seg"]
    assert any(".toc." in name for name in done[:renamed])
    assert len(done) > renamed + 1


# Whoosh's own traps


def test_the_postings_are_not_copied_to_memory(whoosh: WhooshSearch) -> None:
    whoosh.put([document(1, "nurse")])

    with whoosh._reader.view() as view:
        postings = view.leaves[0].files._terms._postfile

        assert isinstance(postings._buf, memoryview)
        assert type(postings.file).__name__ == "_Window"


def test_each_thread_has_files_of_its_own_and_shares_the_rest(whoosh: WhooshSearch) -> None:
    whoosh.put([document(1, "nurse")])
    leaves = []

    def look() -> None:
        with whoosh._reader.view() as view:
            leaves.append(view.leaves[0])

    for _ in range(2):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    assert leaves[0].files is not leaves[1].files
    assert leaves[0].shared is leaves[1].shared


def test_many_commits_leave_few_segments_and_no_stray_files(whoosh: WhooshSearch, tmp_path: Path) -> None:
    for n in range(40):
        whoosh.put([document(n % 10, f"nurse number{n}")])

    names = os.listdir(tmp_path)

    assert len(names) < 20
    assert sorted(ids(asked(whoosh, "nurse ", limit=20))) == list(range(10))
    whoosh.optimize()
    assert sorted(name.rpartition(".")[2] for name in os.listdir(tmp_path)) == sorted(
        ["seg", "toc", LOCK_FILE.rpartition(".")[2]]
    )


def test_caches_forget_segments_that_are_gone(whoosh: WhooshSearch) -> None:
    for n in range(10):
        whoosh.put([document(n, f"nurse number{n}")])
        asked(whoosh, "nurse ")
    whoosh.optimize()
    asked(whoosh, "nurse ")

    names = {name for name, _ in whoosh._reader.cache._kept}

    assert len(names) == 1
    assert names == whoosh._reader._shared.keys()


def test_the_cache_keeps_to_its_budget_and_drops_what_is_longest_unused() -> None:
    cache, postings = PostingsCache(budget=600), no_postings(10)
    for name in "abc":
        cache.keep("segment", (name,), postings)

    assert cache.find("segment", ("a",)) is postings
    cache.keep("segment", ("d",), postings)

    assert [name for name in "abcd" if cache.find("segment", (name,))] == ["a", "c", "d"]


def test_a_rebuild_that_outgrows_memory_waits_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside: list[int] = []
    put_aside = packing.Pool._put_aside
    monkeypatch.setattr(packing.Pool, "_put_aside", lambda pool: (aside.append(1), put_aside(pool)))
    monkeypatch.setattr("ion.adapters.whoosh_search.writing.MEMORY", 20_000)
    documents = [document(n, f"nurse number{n} career pathway " * 3) for n in range(60)]
    small, large = WhooshSearch(tmp_path / "small"), WhooshSearch(tmp_path / "large")
    small.rebuild(documents)
    spilled = len(aside)
    monkeypatch.setattr("ion.adapters.whoosh_search.writing.MEMORY", 2**26)
    large.rebuild(documents)

    assert spilled > 1 and len(aside) == spilled
    for typed in ("nurse ", "number7 ", '"pathway nurse"', "num"):
        assert ids(asked(small, typed, limit=60)) == ids(asked(large, typed, limit=60)), typed


def test_a_document_that_comes_twice_in_a_rebuild_is_refused(whoosh: WhooshSearch) -> None:
    with pytest.raises(ValueError, match="twice"):
        whoosh.rebuild([document(1), document(1)])


def test_progress_is_told_now_and_then(whoosh: WhooshSearch) -> None:
    told: list[int] = []

    whoosh.rebuild((document(n) for n in range(250)), told.append)

    assert told == [100, 200, 250]


def test_closing_lets_go_and_searching_opens_again(whoosh: WhooshSearch) -> None:
    whoosh.put([document(1, "nurse")])
    asked(whoosh, "nurse")

    whoosh.close()

    assert whoosh._reader._shared == {}
    assert ids(asked(whoosh, "nurse")) == [1]


# small pieces


@pytest.mark.parametrize("documents", [[], [0], [0, 7, 8, 63, 64], list(range(100))])
def test_bits_hold_what_they_were_given(documents: list[int]) -> None:
    bits = bits_of(documents, 100)

    assert list(documents_in(bits, 100)) == documents
    assert bits.bit_count() == len(documents) == sum(flags_of(bits, 100))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("same", "same", 0),
        ("form", "from", 1),
        ("nurse", "nurses", 1),
        ("abcd", "dcba", 3),
        ("a", "abcdef", 3),
    ],
)
def test_distance_counts_letters_up_to_a_limit(one: str, other: str, expected: int) -> None:
    assert distance(one, other, 2) == expected


def test_unexpected_damage_is_named_in_the_error(tmp_path: Path) -> None:
    WhooshSearch(tmp_path).rebuild([document(1, "nurse")])
    (toc,) = tmp_path.glob("*.toc")
    toc.write_bytes(toc.read_bytes()[:20])

    with pytest.raises(SearchUnavailable, match="cannot be read") as raised:
        asked(WhooshSearch(tmp_path), "nurse")
    assert raised.value.__cause__ is not None
