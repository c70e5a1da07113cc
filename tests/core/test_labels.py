"""Keys in words."""

import pytest

from ion.core.labels import facet_labels, label, names_in_words, place_in_words
from tests.factories import TopicFactory


@pytest.mark.database
@pytest.mark.usefixtures("app")
def test_topics_are_told_by_name_in_the_order_of_names() -> None:
    TopicFactory("b-key", "Adult education")
    TopicFactory("a-key", "Youth")

    assert list(facet_labels("topic").items()) == [("b-key", "Adult education"), ("a-key", "Youth")]


def test_a_fixed_facet_is_told_from_its_vocabulary() -> None:
    assert label("state", "CO") == "Colorado"


def test_a_key_that_is_no_longer_listed_is_told_as_it_is() -> None:
    assert label("state", "XX") == "XX"


def test_an_unknown_facet_is_an_error() -> None:
    with pytest.raises(KeyError):
        facet_labels("color")


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([], ""),
        (["CO"], "Colorado"),
        (["CO", "PR"], "Colorado and Puerto Rico"),
        (["CO", "PR", "DC"], "3 states"),
    ],
)
def test_a_place_is_told_by_name_or_number(states: list[str], words: str) -> None:
    assert place_in_words(states) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], None),
        (["Ana"], "Ana"),
        (["Ana", "Ben"], "Ana and Ben"),
        (["Ana", "Ben", "Cy"], "Ana, Ben, and Cy"),
    ],
)
def test_names_stand_in_a_row(names: list[str], words: str | None) -> None:
    assert names_in_words(names) == words
