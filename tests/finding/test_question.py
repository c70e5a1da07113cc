"""What an address asks, and the addresses that lead on from it. No database: values are looked up elsewhere."""

from werkzeug.datastructures import MultiDict

from ion.commons.finding.choices import chips, facet_choices, sorts
from ion.commons.finding.forms import LONGEST_QUERY, question_in
from ion.commons.finding.question import MAX_VALUES, Question, chosen_facets

LABELS = {
    "topic": {"equity": "Equity", "funding": "Funding"},
    "state": {"CO": "Colorado", "WY": "Wyoming"},
}


def asked(*pairs: tuple[str, str]) -> Question:
    return question_in(MultiDict(pairs), "/find", ("post", "practice"), LABELS)


def test_an_address_is_written_in_one_order_whatever_the_order_of_asking() -> None:
    question = asked(
        ("page", "3"),
        ("sort", "newest"),
        ("archived", "1"),
        ("state", "WY"),
        ("topic", "funding"),
        ("topic", "equity"),
        ("kind", "post"),
        ("q", "  two   words "),
    )

    assert question.href == (
        "/find?q=two+words&kind=post&topic=funding&topic=equity&state=WY&archived=1&sort=newest"
    )
    assert question.page == 3


def test_an_address_without_anything_asked_is_the_bare_path() -> None:
    assert (
        asked(("q", ""), ("sort", "relevance"), ("archived", "0"), ("page", "1"), ("x", "y")).href == "/find"
    )


def test_an_address_asked_again_is_the_same_question() -> None:
    question = asked(("q", "a&b=c?#%"), ("topic", "equity"), ("sort", "evidence"))

    pairs = dict(question.parameters)

    assert asked(*pairs.items()) == question


def test_values_that_do_not_exist_are_ignored() -> None:
    question = asked(
        ("topic", "nope"), ("topic", "Equity"), ("state", "co"), ("kind", "user"), ("sort", "shoe-size")
    )

    assert question == Question("/find")


def test_a_value_counts_once_and_values_are_limited() -> None:
    known = {"topic": {f"t{n}": "T" for n in range(100)}}

    chosen = chosen_facets({"topic": ["t1", "t1", *(f"t{n}" for n in range(100))]}, known)

    assert chosen == {"topic": ("t1", "t0", *(f"t{n}" for n in range(2, MAX_VALUES)))}


def test_words_are_limited_and_hold_no_null() -> None:
    assert asked(("q", "x" * 5000)).text == "x" * LONGEST_QUERY
    assert asked(("q", "a\x00b")).text == "a b"


def test_toggling_adds_or_removes_one_value_and_goes_to_the_first_page() -> None:
    question = asked(("topic", "equity"), ("state", "CO"), ("page", "2"))

    assert question.toggled("topic", "funding").parameters == (
        ("topic", "equity"),
        ("topic", "funding"),
        ("state", "CO"),
    )
    assert question.toggled("topic", "equity").parameters == (("state", "CO"),)
    assert question.toggled("state", "WY").page == 1


def test_clearing_keeps_words_kind_and_order() -> None:
    question = asked(
        ("q", "words"), ("kind", "post"), ("topic", "equity"), ("archived", "1"), ("sort", "newest")
    )

    assert question.cleared().href == "/find?q=words&kind=post&sort=newest"
    assert question.without("topic").href == "/find?q=words&kind=post&archived=1&sort=newest"


def test_each_chip_takes_one_filter_away() -> None:
    question = asked(("q", "w"), ("topic", "equity"), ("topic", "funding"), ("archived", "1"))

    assert [(chip.label, chip.href) for chip in chips(question, LABELS)] == [
        ("Equity", "/find?q=w&topic=funding&archived=1"),
        ("Funding", "/find?q=w&topic=equity&archived=1"),
        ("Archived included", "/find?q=w&topic=equity&topic=funding"),
    ]


def test_best_match_is_offered_only_where_something_was_typed() -> None:
    browsing, searching = sorts(asked()), sorts(asked(("q", "words")))

    assert [sort.label for sort in browsing] == ["Newest", "Recently reviewed", "Strongest evidence"]
    assert next(sort.label for sort in searching) == "Best match"
    assert [sort.key for sort in browsing if sort.selected] == ["newest"]
    assert [sort.key for sort in searching if sort.selected] == ["relevance"]


def test_a_value_that_finds_nothing_now_stays_disabled_and_a_chosen_one_can_be_taken_back() -> None:
    question = asked(("topic", "equity"))

    (facet,) = facet_choices(
        question, {"topic": {}, "state": {}}, {"topic": {"equity", "funding"}, "state": set()}, LABELS
    )

    assert [(choice.key, choice.count, choice.selected, choice.disabled) for choice in facet.choices] == [
        ("equity", 0, True, False),
        ("funding", 0, False, True),
    ]
    assert facet.open
