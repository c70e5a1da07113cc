"""The query grammar: words, "phrases", -excluded words, an unfinished last word; and that nothing breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.base.vocabulary.acronyms import ACRONYMS
from ion.core.ports.query import (
    LONGEST_TEXT,
    LONGEST_WORD,
    MOST_WORDS,
    Alternative,
    Query,
    Synonyms,
    fold,
    parse,
)
from ion.core.ports.stopwords import STOP_WORDS

SYNONYMS = Synonyms([("AJC", "American Job Center", "one-stop"), ("OJT", "on-the-job training")])


def test_parse_reads_words_phrases_and_exclusions() -> None:
    query = parse('Rural "career pathways" -TANF -"job club" nurses ')

    assert query == Query(
        text='Rural "career pathways" -TANF -"job club" nurses',
        words=("rural", "nurses"),
        phrases=(("career", "pathways"),),
        excluded=(("tanf",), ("job", "club")),
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("TEGL 19-16", ("tegl", "19-16")),
        ("20 CFR 678.400", ("20", "cfr", "678.400")),
        ("SNAP E&T", ("snap", "e&t")),
        ("and/or", ("and", "or")),
        ("board's José’s NAÏVE", ("board", "jose", "naive")),
        ("word~9 a* (b) title:c^4", ("word", "9", "a", "b", "title", "c", "4")),
        ("-", ()),
        ("\x00nul\x00byte\ud800", ("nul", "byte")),
        ("post-", ("post",)),
        ("under_score", ("under", "score")),
    ],
)
def test_words_are_letters_and_digits_joined_by_hyphens_and_dots(typed: str, words: tuple[str, ...]) -> None:
    assert parse(typed).words == words


@pytest.mark.parametrize("typed", ["“career path”", "„career path”", '"career path"', '"Career  PATH!"'])
def test_a_phrase_may_have_any_double_quotes(typed: str) -> None:
    assert parse(typed).phrases == (("career", "path"),)


def test_an_unclosed_quote_is_no_phrase_and_one_quoted_word_is_a_word() -> None:
    assert parse('"career path').words == ("career", "path")
    assert parse('"career"') == Query(text='"career"', words=("career",))


def test_a_hyphen_excludes_only_at_the_start_of_a_word() -> None:
    query = parse("co-enrollment -a--b --c x -d")

    assert (query.words, query.excluded) == (("co-enrollment", "b", "c", "x"), (("a",), ("d",)))


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        ("appren", "appren"),
        ("the appren", "appren"),
        ("appren ", ""),
        ("ap", ""),
        ("-appren", ""),
        ('"appren"', ""),
        ("appren?", ""),
    ],
)
def test_the_last_word_may_be_unfinished_when_it_is_long_enough(typed: str, prefix: str) -> None:
    assert parse(typed).prefix == prefix


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("boards in OR", {"or"}),
        ("OR", {"or"}),
        ("or", {"or"}),
        ("this or that", set()),
        ("ME IN", {"me", "in"}),
        ("XX", set()),
        ("Or maybe", set()),
    ],
)
def test_state_codes_are_told_by_capitals_or_by_standing_alone(typed: str, codes: set[str]) -> None:
    assert parse(typed).codes == codes


def test_more_than_is_read_is_cut_between_words_and_said_so() -> None:
    long = parse("workforce " * 30)
    longest = parse("x" * 50_000)
    many = parse("b c d e f g h j k l m n o p q r s")
    just = parse("a b c d e f g h i j k l m n o p q r")

    assert (long.was_cut, set(long.words)) == (True, {"workforce"})
    assert (longest.was_cut, longest.words) == (True, ("x" * LONGEST_WORD,))
    assert (many.was_cut, many.words[-1], len(many.words)) == (True, "r", MOST_WORDS)
    assert (just.was_cut, len(just.words)) == (False, MOST_WORDS + 2)  # "a" and "i" do not count


def test_words_in_phrases_and_exclusions_count_towards_the_limit() -> None:
    query = parse('"z b c d e f g h" -"x j k l" m n o p q')

    assert query.was_cut
    assert query.words == ("m", "n", "o", "p")


@pytest.mark.parametrize("typed", ["AJC", "ajcs", "american JOB centers", "One-Stop"])
def test_names_for_one_thing_are_found_whichever_was_typed(typed: str) -> None:
    (found,) = parse(f"rural {typed} staff", SYNONYMS).alternatives

    assert {found.words, *found.others} >= {("ajc",), ("american", "job", "center")} or typed != "AJC"
    assert len(found.others) == 2


def test_the_longest_name_at_a_place_wins() -> None:
    synonyms = Synonyms([("job", "gig"), ("job center", "AJC")])

    assert parse("job center job", synonyms).alternatives == (
        Alternative(("job", "center"), (("ajc",),)),
        Alternative(("job",), (("gig",),)),
    )


def test_phrases_and_exclusions_have_no_other_names() -> None:
    assert parse('"american job center" -AJC', SYNONYMS).alternatives == ()


@pytest.mark.parametrize("text", ["", " ", "?!", '""', "- -"])
def test_a_query_without_words_is_empty(text: str) -> None:
    assert parse(text).is_empty


def test_folding_forgets_case_accents_and_possession() -> None:
    assert [fold(word) for word in ("Straße", "ÉCOLE", "board's", "ﬁne", "İzmir")] == [
        "strasse",
        "ecole",
        "board",
        "fine",
        "izmir",
    ]


def test_every_group_of_acronyms_has_at_least_two_different_names() -> None:
    for group in ACRONYMS:
        assert len({name.casefold() for name in group}) == len(group) >= 2, group


NASTY = st.text(alphabet=st.characters() | st.sampled_from('"-*~^:() \t\n\0ORa’“”\u0301\ud800'), max_size=400)


@given(NASTY)
def test_parse_never_fails_and_never_grows(text: str) -> None:
    query = parse(text, SYNONYMS)

    words = [*query.words, *(word for group in (*query.phrases, *query.excluded) for word in group)]
    assert sum(word not in STOP_WORDS for word in words) <= MOST_WORDS
    assert all(0 < len(word) <= LONGEST_WORD for word in words)
    assert len(query.text) <= LONGEST_TEXT
    assert query.prefix in {"", *query.words[-1:]}
    assert query.text.encode().decode() == query.text
    assert query.is_empty or words


@given(NASTY)
def test_parse_reads_its_own_text_again_alike(text: str) -> None:
    query = parse(text)
    again = parse(query.text)

    if not query.was_cut:
        assert (again.words, again.phrases, again.excluded) == (query.words, query.phrases, query.excluded)
