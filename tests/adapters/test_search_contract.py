"""What every search engine promises (ion.core.ports.search), asked of each of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from ion.core.ports.search import SORTS, Document, Part, PartHit, Search, SearchEngine
from tests.adapters.corpus import NOON, PUBLIC, Clock, asked, document, ids, keys

MEMBERS = frozenset({"public", "members"})


# what is found


def test_search_without_scopes_finds_nothing(engine: SearchEngine) -> None:
    engine.put([document(1, "apprenticeship")])

    results = engine.search(Search(scopes=frozenset()))

    assert (results.total, results.hits) == (0, ())


@pytest.mark.parametrize("place", ["title", "text", "summary", "part", "label"])
def test_search_finds_words_anywhere_in_a_document(engine: SearchEngine, place: str) -> None:
    parts = (Part("results", "Outcomes" if place == "label" else "", "Outcomes" if place == "part" else ""),)
    words = {place: "Outcomes"} if place in {"title", "text", "summary"} else {}
    engine.put([document(1, parts=parts, **words), document(2, "noise")])

    assert ids(asked(engine, "outcomes")) == [1]


@pytest.mark.parametrize("typed", ["training", "TRAINED", "trains", "tráining", "training's"])
def test_search_finds_other_forms_of_a_word(engine: SearchEngine, typed: str) -> None:
    engine.put([document(1, "They train every worker."), document(2, "noise")])

    assert ids(asked(engine, typed)) == [1]


def test_search_takes_any_of_the_words(engine: SearchEngine) -> None:
    engine.put([document(1, "nurse"), document(2, "welder"), document(3, "noise")])

    assert sorted(ids(asked(engine, "nurse welder "))) == [1, 2]


def test_a_phrase_stands_together_and_in_one_text(engine: SearchEngine) -> None:
    engine.put(
        [
            document(1, "a career pathway"),
            document(2, "a pathway for a career"),
            document(3, "ends with career", parts=(Part("next", "pathway", "pathway"),)),
        ]
    )

    assert ids(asked(engine, '"career pathway"')) == [1]


def test_a_phrase_counts_the_small_words_between(engine: SearchEngine) -> None:
    engine.put([document(1, "memorandum of understanding"), document(2, "memorandum understanding")])

    assert ids(asked(engine, '"memorandum of understanding"')) == [1]


def test_a_phrase_is_required_even_beside_words(engine: SearchEngine) -> None:
    engine.put(
        [document(1, "career pathway"), document(2, "welder welder"), document(3, "career pathway welder")]
    )

    assert sorted(ids(asked(engine, '"career pathway" welder '))) == [1, 3]


def test_excluded_words_and_phrases_are_left_out(engine: SearchEngine) -> None:
    engine.put([document(1, "nurse"), document(2, "nurse and welder"), document(3, "nurse, job center")])

    assert ids(asked(engine, 'nurse -welders -"job centers"')) == [1]
    assert ids(asked(engine, 'nurse -"the welder" -center')) == [1]


def test_exclusion_alone_leaves_all_the_others(engine: SearchEngine) -> None:
    engine.put([document(1, "nurse"), document(2, "welder")])

    assert ids(asked(engine, "-nurse")) == [2]


def test_the_last_word_may_be_unfinished_and_no_other(engine: SearchEngine) -> None:
    engine.put([document(1, "apprenticeship"), document(2, "organization"), document(3, "noise")])

    assert ids(asked(engine, "organizat")) == [2]
    assert ids(asked(engine, "organizat apprent")) == [1]
    assert ids(asked(engine, "organizat ")) == []


def test_a_beginning_needs_three_letters(engine: SearchEngine) -> None:
    engine.put([document(1, "apprenticeship")])

    assert ids(asked(engine, "ap")) == []
    assert ids(asked(engine, "app")) == [1]


@pytest.mark.parametrize(
    "typed", ["AJC", "ajc", "American Job Center", "american job centers", "one-stop", "one-stop centers"]
)
def test_acronyms_and_their_names_find_each_other(engine: SearchEngine, typed: str) -> None:
    engine.put(
        [
            document(1, "The AJC is open."),
            document(2, "An American Job Center is open."),
            document(3, "The one-stop center is open."),
        ]
    )

    assert sorted(ids(asked(engine, typed))) == [1, 2, 3]


def test_hyphens_and_dots_belong_to_the_word(engine: SearchEngine) -> None:
    engine.put([document(1, "TEGL 19-16 and 20 CFR 678.400"), document(2, "19 and 16, then 678 or 400")])

    assert ids(asked(engine, "19-16")) == [1]
    assert ids(asked(engine, "678.400")) == [1]


def test_a_hyphenated_word_is_found_as_separate_words_too(engine: SearchEngine) -> None:
    engine.put([document(1, "co-enrollment in work-based learning")])

    assert ids(asked(engine, '"work based learning"')) == [1]
    assert ids(asked(engine, "work-based ")) == [1]


def test_state_codes_are_words_where_they_spell_small_words(engine: SearchEngine) -> None:
    engine.put(
        [document(1, "Boards in OR and elsewhere"), document(2, "this or that"), document(3, "ME first")]
    )

    assert ids(asked(engine, "OR")) == [1]
    assert ids(asked(engine, "or")) == [1]
    assert ids(asked(engine, "ME that ")) == [3]
    assert sorted(ids(asked(engine, "-OR"))) == [2, 3]
    assert ids(asked(engine, "boards or that ")) == [1]


@pytest.mark.parametrize("typed", ["", "  ", "the", "of the", "?!…", '""', "-"])
def test_a_query_that_says_nothing_browses_the_newest_first(engine: SearchEngine, typed: str) -> None:
    engine.put([document(n, published_at=NOON - timedelta(days=n)) for n in (2, 1, 3)])

    assert ids(asked(engine, typed)) == [1, 2, 3]


# kinds, facets, age, order


def test_keys_of_a_facet_are_alternatives_and_facets_narrow(engine: SearchEngine) -> None:
    engine.put(
        [
            document(1, facets={"state": ("CO",), "role": ("colleges",)}),
            document(2, facets={"state": ("PA", "CO"), "role": ("employers",)}),
            document(3, facets={"state": ("OH",), "role": ("colleges",)}),
            document(4),
        ]
    )

    assert ids(asked(engine, facets={"state": ("CO", "OH")})) == [1, 2, 3]
    assert ids(asked(engine, facets={"state": ("CO", "OH"), "role": ("colleges",)})) == [1, 3]
    assert ids(asked(engine, facets={"state": ("XX",)})) == []
    assert ids(asked(engine, facets={"nonsense": ("CO",)})) == []
    assert ids(asked(engine, facets={"state": ()})) == [1, 2, 3, 4]


def test_a_facet_does_not_narrow_its_own_counts(engine: SearchEngine) -> None:
    engine.put(
        [
            document(1, facets={"state": ("CO",), "role": ("colleges",)}),
            document(2, facets={"state": ("PA",), "role": ("employers",)}),
            document(3, facets={"state": ("PA",), "role": ("colleges",)}),
        ]
    )

    results = asked(engine, facets={"state": ("CO",)}, count_facets=("state", "role", "stage"))

    assert results.facet_counts == {"state": {"CO": 1, "PA": 2}, "role": {"colleges": 1}, "stage": {}}


def test_kinds_narrow_everything_but_their_own_counts(engine: SearchEngine) -> None:
    engine.put([document(1), document(1, kind="practice", facets={"state": ("CO",)}), document(2)])

    results = asked(engine, kinds=frozenset({"practice"}), count_facets=("state",))

    assert keys(results) == [("practice", 1)]
    assert results.kind_counts == {"post": 2, "practice": 1}
    assert results.facet_counts == {"state": {"CO": 1}}


def test_a_document_is_archived_by_time_passing(engine: SearchEngine, clock: Clock) -> None:
    engine.put([document(1, "nurse", expires_at=NOON + timedelta(hours=1)), document(2, "nurse")])

    before = asked(engine, "nurse")
    clock.advance(hours=1)
    after = asked(engine, "nurse")

    assert (sorted(ids(before)), before.archived_count) == ([1, 2], 0)
    assert (ids(after), after.total, after.kind_counts, after.archived_count) == ([2], 1, {"post": 1}, 1)


def test_archived_documents_are_found_when_asked_for(engine: SearchEngine) -> None:
    engine.put(
        [document(1, expires_at=NOON, facets={"state": ("CO",)}), document(2), document(3, expires_at=NOON)]
    )

    with_archived = asked(engine, include_archived=True, count_facets=("state",))
    narrowed = asked(engine, facets={"state": ("CO",)})

    assert (with_archived.total, with_archived.archived_count) == (3, 2)
    assert with_archived.facet_counts == {"state": {"CO": 1}}
    assert (narrowed.total, narrowed.archived_count) == (0, 1)


def test_each_sort_puts_what_has_no_value_last_and_ties_by_key(engine: SearchEngine) -> None:
    first, second = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, 0, 0, 0, 1, tzinfo=UTC)
    engine.put(
        [
            document(1),
            document(2, published_at=first, reviewed_on=date(2026, 2, 1), evidence_rank=1),
            document(3, published_at=second, reviewed_on=date(2026, 1, 1), evidence_rank=3),
            document(3, kind="event", published_at=second, evidence_rank=3),
        ]
    )

    newest = [("event", 3), ("post", 3), ("post", 2), ("post", 1)]
    assert keys(asked(engine, sort="newest")) == newest
    assert keys(asked(engine, sort="relevance")) == newest
    assert keys(asked(engine, sort="reviewed")) == [("post", 2), ("post", 3), ("event", 3), ("post", 1)]
    assert keys(asked(engine, sort="evidence")) == [("event", 3), ("post", 3), ("post", 2), ("post", 1)]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("typed", ["", "nurse ", "nurse welder "])
def test_pages_fit_together_without_gaps_or_repeats(engine: SearchEngine, typed: str, sort: str) -> None:
    texts = ["nurse", "nurse welder", "nurse nurse noise", "welder noise noise"]
    engine.put([document(n, texts[n % 4], evidence_rank=n % 2) for n in range(30)])
    engine.put([document(n, texts[n % 4], evidence_rank=n % 2) for n in range(30, 41)])

    pages = [keys(asked(engine, typed, sort=sort, offset=start, limit=7)) for start in range(0, 49, 7)]
    whole = keys(asked(engine, typed, sort=sort, limit=100))

    assert [key for page in pages for key in page] == whole
    assert len(set(whole)) == asked(engine, typed).total


def test_a_page_past_the_end_is_empty(engine: SearchEngine) -> None:
    engine.put([document(1, "nurse")])

    assert asked(engine, "nurse", offset=1).hits == ()
    assert asked(engine, "", offset=50).hits == ()
    assert asked(engine, "", offset=10**30).hits == asked(engine, "nurse", offset=10**30).hits == ()
    assert ids(asked(engine, "", offset=-5, limit=10**30)) == [1]
    assert asked(engine, "nurse", limit=0).hits == ()
    assert asked(engine, "nurse", limit=0).total == 1


# who may see


def test_what_is_not_for_the_viewer_shows_nowhere(engine: SearchEngine) -> None:
    engine.put(
        [
            document(1, "nurse apprenticeship"),
            document(2, "nurse zebra zebras", audience="members", facets={"state": ("CO",)}),
            document(3, "nurse zebra", kind="practice", audience="group:7", expires_at=NOON),
        ]
    )

    visitor = asked(engine, "nurse zebra", count_facets=("state",))
    member = asked(engine, "nurse zebra ", scopes=MEMBERS, count_facets=("state",))

    assert (visitor.total, ids(visitor), visitor.kind_counts) == (1, [1], {"post": 1})
    assert (visitor.facet_counts, visitor.archived_count) == ({"state": {}}, 0)
    assert (member.total, member.facet_counts, member.archived_count) == (2, {"state": {"CO": 1}}, 0)


def test_suggestions_know_only_words_of_the_viewer(engine: SearchEngine) -> None:
    engine.put([document(1, "noise"), document(2, "zebrawood", audience="members")])

    assert asked(engine, "zebrawod ").did_you_mean is None
    assert asked(engine, "zebrawod ", scopes=MEMBERS).did_you_mean == "zebrawood"


def test_unfinished_words_grow_only_into_words_of_the_viewer(engine: SearchEngine) -> None:
    # both are cut to the stem "organ", so the hidden word would lead to the visible one
    engine.put([document(1, "organs"), document(2, "organizations", audience="members")])

    assert ids(asked(engine, "organiz")) == []
    assert sorted(ids(asked(engine, "organiz", scopes=MEMBERS))) == [1, 2]


def test_more_like_shows_and_follows_only_what_the_viewer_may_see(engine: SearchEngine) -> None:
    text = "welding apprentices in shipyards"
    engine.put(
        [document(1, text), document(2, text, audience="members"), document(3, text), document(4, "noise")]
    )

    assert [like.id for like in engine.more_like("post", 1, scopes=PUBLIC, limit=9)] == [3]
    assert [like.id for like in engine.more_like("post", 1, scopes=MEMBERS, limit=9)] == [2, 3]
    assert engine.more_like("post", 2, scopes=PUBLIC, limit=9) == ()


# suggestions, likes, snippets


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aprenticeship", "apprenticeship"),
        ("Aprenticeship -pathway", "apprenticeship -pathway"),
        ("career pathwya ", "career pathway "),
        ("career", None),
        ("appren", None),
        ("qqqqqqqq ", None),
    ],
)
def test_unknown_words_are_answered_with_near_ones(
    engine: SearchEngine, typed: str, meant: str | None
) -> None:
    engine.put([document(1, "The career pathway of an apprenticeship")])

    assert asked(engine, typed).did_you_mean == (meant and meant.strip())


def test_a_suggestion_is_never_a_word_of_archived_documents_alone(engine: SearchEngine) -> None:
    engine.put([document(1, "zebrawood", expires_at=NOON), document(2, "noise")])

    assert asked(engine, "zebrawod ").did_you_mean is None
    assert asked(engine, "zebrawod ", include_archived=True).did_you_mean == "zebrawood"


def test_more_like_names_shared_words_as_people_write_them(engine: SearchEngine) -> None:
    engine.put(
        [
            document(1, "Apprenticeships in shipyards"),
            document(2, "An apprenticeship at shipyards. Shipyards!"),
            document(3, "noise"),
            document(4, "An apprenticeship", expires_at=NOON),
            document(5, "An apprenticeship", kind="practice"),
        ]
    )

    likes = engine.more_like("post", 1, scopes=PUBLIC, limit=5, kinds=("post",))

    assert [(like.kind, like.id) for like in likes] == [("post", 2)]
    assert {word.lower() for word in likes[0].shared_terms} == {"apprenticeship", "shipyards"}


def test_more_like_keeps_to_its_limit_and_knows_no_strangers(engine: SearchEngine) -> None:
    engine.put([document(n, "shipyard welders") for n in range(6)] + [document(7, "noise")])

    assert len(engine.more_like("post", 0, scopes=PUBLIC, limit=2)) == 2
    assert engine.more_like("post", 0, scopes=PUBLIC, limit=0) == ()
    assert engine.more_like("post", 99, scopes=PUBLIC, limit=2) == ()


def test_a_snippet_is_escaped_and_marks_the_words_found(engine: SearchEngine) -> None:
    engine.put([document(1, 'Trained <script>alert("nurse")</script> & nurses')])

    (hit,) = asked(engine, "nursing train ").hits

    assert hit.snippet == (
        "<mark>Trained</mark> &lt;script&gt;alert(&quot;<mark>nurse</mark>&quot;)&lt;/script&gt; "
        "&amp; <mark>nurses</mark>"
    )


def test_a_snippet_is_cut_between_words_around_what_was_found(engine: SearchEngine) -> None:
    text = " ".join(f"word{n}" for n in range(200)) + " nurse " + " ".join(f"tail{n}" for n in range(200))
    engine.put([document(1, text)])

    snippet = asked(engine, "nurse ").hits[0].snippet

    plain = unescape(snippet.replace("<mark>", "").replace("</mark>", ""))
    assert plain.startswith("… ") and plain.endswith(" …") and len(plain) < 260
    assert "<mark>nurse</mark>" in snippet
    assert set(plain.strip("… ").split()) <= set(text.split())


@pytest.mark.parametrize(
    ("text", "typed", "snippet"),
    [
        ("La carrière naïve", "carriere ", "La <mark>carrière</mark> naïve"),
        ("New — a nurse’s “desk”", "nurse ", "New — a <mark>nurse&#x27;s</mark> &quot;desk&quot;"),
        ("Line\none\n\nnurse", "nurse ", "Line one <mark>nurse</mark>"),
        ("x" * 300 + " nurse", "nurse ", "… <mark>nurse</mark>"),
    ],
)
def test_a_snippet_copes_with_any_text(engine: SearchEngine, text: str, typed: str, snippet: str) -> None:
    engine.put([document(1, text)])

    assert asked(engine, typed).hits[0].snippet == snippet


def test_a_snippet_of_one_endless_word_stays_short(engine: SearchEngine) -> None:
    engine.put([document(1, "y" * 5000)])

    assert len(asked(engine).hits[0].snippet) < 260


def test_a_snippet_out_of_a_part_says_which(engine: SearchEngine) -> None:
    parts = (Part("context", "Context", "Rural area."), Part("results", "Did it work?", "Wages rose."))
    engine.put([document(1, "The story.", summary="In short.", parts=parts)])

    (in_part,) = asked(engine, "wages").hits
    (in_text,) = asked(engine, "story").hits
    (in_label,) = asked(engine, "context").hits
    (browsed,) = asked(engine).hits

    assert (in_part.snippet, in_part.part) == ("<mark>Wages</mark> rose.", PartHit("results", "Did it work?"))
    assert (in_text.snippet, in_text.part) == ("The <mark>story</mark>.", None)
    assert in_label.part == PartHit("context", "Context")
    assert (browsed.snippet, browsed.part) == ("In short.", None)


def test_a_snippet_marks_names_found_for_an_acronym_as_one(engine: SearchEngine) -> None:
    engine.put([document(1, "Your American Job Center has a career desk.")])

    (hit,) = asked(engine, "AJC").hits

    assert hit.snippet == "Your <mark>American Job Center</mark> has a career desk."


# putting, removing, rebuilding


def test_the_last_of_two_with_one_key_counts(engine: SearchEngine) -> None:
    engine.put([document(1, "nurse"), document(1, "welder")])

    assert (asked(engine, "nurse").total, asked(engine, "welder").total, asked(engine).total) == (0, 1, 1)


def test_putting_again_replaces_words_facets_and_audience(engine: SearchEngine) -> None:
    engine.put([document(1, "nurse", facets={"state": ("CO",)}), document(2, "nurse")])

    engine.put([document(1, "welder", facets={"state": ("OH",)})])
    engine.put([document(2, "nurse", audience="staff")])

    assert asked(engine, "nurse").total == 0
    assert asked(engine, count_facets=("state",)).facet_counts == {"state": {"OH": 1}}


def test_removed_documents_are_gone_and_unknown_keys_are_passed_over(engine: SearchEngine) -> None:
    engine.put([document(1, "nurse"), document(2, "nurse"), document(1, "nurse", kind="practice")])

    engine.remove([("post", 1), ("post", 1), ("post", 99), ("nothing", 1)])
    engine.remove([])

    assert keys(asked(engine, "nurse")) == [("post", 2), ("practice", 1)]
    assert engine.more_like("post", 1, scopes=PUBLIC, limit=3) == ()


def test_fingerprints_follow_the_content(engine: SearchEngine) -> None:
    old, new, other = document(1, "nurse"), document(1, "welder"), document(2)
    engine.put([old, other])

    engine.put([new])

    assert engine.fingerprints() == {("post", 1): new.fingerprint(), ("post", 2): other.fingerprint()}
    assert old.fingerprint() != new.fingerprint()


def test_a_rebuild_replaces_everything(engine: SearchEngine) -> None:
    engine.put([document(1, "nurse")])
    told: list[int] = []

    done = engine.rebuild((document(n, "welder") for n in range(2, 5)), told.append)

    assert (done, told[-1]) == (3, 3)
    assert (asked(engine, "nurse").total, sorted(ids(asked(engine, "welder")))) == (0, [2, 3, 4])


def test_a_rebuild_that_fails_leaves_the_old_index(engine: SearchEngine) -> None:
    def broken() -> Iterator[Document]:
        yield document(2, "welder")
        raise RuntimeError("the database went away")

    engine.put([document(1, "nurse")])

    with pytest.raises(RuntimeError, match="went away"):
        engine.rebuild(broken())

    assert (asked(engine, "nurse").total, asked(engine, "welder").total) == (1, 0)
    engine.put([document(3, "welder")])
    assert asked(engine, "welder").total == 1


def test_optimizing_changes_no_answer(engine: SearchEngine) -> None:
    for n in range(12):
        engine.put([document(n, f"nurse number{n}", facets={"state": ("CO", "PA")[n % 2 :]})])
    engine.remove([("post", 3)])
    before = asked(engine, "nurse number7 ", limit=20, count_facets=("state",))

    engine.optimize()
    after = asked(engine, "nurse number7 ", limit=20, count_facets=("state",))

    assert (after.total, keys(after), after.facet_counts) == (before.total, keys(before), before.facet_counts)
    assert engine.fingerprints().keys() == {("post", n) for n in range(12) if n != 3}
