"""The page of a deck: the slide that the address names, links and a fragment to the others, an outline of all."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core.decks import DeckCard, decks_about
from ion.decks.queries import SlideShown
from ion.models import Deck
from tests.counting import questions
from tests.factories import DeckFactory, PersonFactory, PracticeFactory, TopicFactory, WebinarFactory
from tests.reading import BROWSER, Page, visit
from tests.viewers import AUDIENCES, viewers

pytestmark = pytest.mark.usefixtures("now")
PUBLIC = frozenset({"public"})
LINKED = "## One\n\n### Inside\n\nA note.[^1]\n\n[^1]: At the foot.\n\nNotes:\n\n### Within\n\n---\n\n## Two"


def path(deck: Deck, rest: str = "") -> str:
    return f"/decks/{deck.item.slug}{rest}"


def shown(client: FlaskClient, deck: Deck, rest: str = "", **headers: str) -> Page:
    page = visit(client, path(deck, rest), **headers)
    assert page.status == 200
    return page


@pytest.mark.parametrize(
    ("rest", "place", "title"),
    [
        ("", "Slide 1 of 3", "First"),
        ("?slide=2", "Slide 2 of 3", "Second"),
        ("?slide=3", "Slide 3 of 3", "Slide 3"),
        ("?slide=4", "Slide 3 of 3", "Slide 3"),
        ("?slide=0", "Slide 1 of 3", "First"),
        ("?slide=-1", "Slide 1 of 3", "First"),
        ("?slide=two", "Slide 1 of 3", "First"),
        ("?slide=99999999999999999999", "Slide 1 of 3", "First"),
    ],
)
def test_the_address_names_a_slide_or_the_nearest(
    client: FlaskClient, rest: str, place: str, title: str
) -> None:
    page = shown(client, DeckFactory(), rest)

    assert page.text("#slide-heading") == place
    assert page.text("#slide h3") == title


def test_a_slide_stands_with_its_notes_and_leads_to_its_neighbors(client: FlaskClient) -> None:
    deck = DeckFactory()

    page = shown(client, deck, "?slide=2")

    assert page.href("Previous", "#slide") == path(deck, "?slide=1#slide")
    assert page.href("Next", "#slide") == path(deck, "?slide=3#slide")
    assert page.href("In the outline", "#slide") == "#slide-2"
    assert shown(client, deck).text("#slide .ion-slide__notes") == "Notes Said first."


def test_the_first_slide_has_none_before_and_the_last_none_after(client: FlaskClient) -> None:
    deck = DeckFactory()

    assert shown(client, deck).texts("#slide .ion-slide__step") == ["Next slide"]
    assert shown(client, deck, "?slide=3").texts("#slide .ion-slide__step") == ["Previous slide"]
    assert shown(client, DeckFactory("# Alone")).all("nav[aria-label=Slides]") == []


def test_htmx_gets_the_slide_alone_which_says_what_it_is(client: FlaskClient) -> None:
    deck = DeckFactory()

    part = shown(client, deck, "?slide=2", HX_Request="true")

    assert part.html.strip().startswith('<section class="ion-slide ion-noprint" id="slide"')
    assert part.all("#slide")[0]["data-announce"] == "Slide 2 of 3: Second"
    assert "HX-Request" in part.response.headers["Vary"]
    assert shown(client, deck, "?slide=3", HX_Request="true").all("#slide")[0]["data-announce"] == (
        "Slide 3 of 3"
    )


def test_the_outline_has_every_slide_with_its_notes_under_an_id_of_its_own(client: FlaskClient) -> None:
    page = shown(client, DeckFactory(), "?slide=3")

    assert [page.text(f"#slide-{number}") for number in (1, 2, 3)] == [
        "1 of 3Show slide 1 First Alpha. Notes Said first.",
        "2 of 3Show slide 2 Second Beta.",
        "3 of 3Show slide 3 Slide 3 Gamma.",
    ]


def test_no_id_stands_twice_and_levels_of_headings_follow(client: FlaskClient) -> None:
    page = shown(client, DeckFactory(LINKED))

    assert sorted(page.ids) == sorted(set(page.ids))
    assert [tag.name for tag in page.all("#slide :is(h2,h3,h4,h5)")] == ["h2", "h3", "h4", "h4", "h5"]
    assert page.text("#h-notes-1-within") == "Within"


def test_only_anchors_leave_a_slide_that_stands_alone() -> None:
    html = '<h4 id="h-a">id="h-a"</h4><p>2 &lt; 3 id="x"</p><img src="/files/x" alt="id=">'

    alone = SlideShown(1, "", html, "").without_ids

    assert alone.html == '<h4>id="h-a"</h4><p>2 &lt; 3 id="x"</p><img src="/files/x" alt="id=">'


def test_a_page_says_whose_slides_they_are_and_what_of(client: FlaskClient) -> None:
    TopicFactory("equity", "Equity")
    webinar = WebinarFactory(title="The call")
    person = PersonFactory(name="Ada Presents")
    deck = DeckFactory(
        terms={"topic": ["equity"]}, authors=[person], about_id=webinar.item_id, credit="Photos by nobody"
    )

    page = shown(client, deck)

    assert page.href("The call", "aside") == webinar.path
    assert page.facts("aside dl")["Credit"] == "Photos by nobody"
    assert "Submitted by Ada Presents" in page.text(".ion-article__head")
    assert page.href("Equity") == "/search?topic=equity"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_deck_is_for_its_audience_alone(app: Flask, audience: str) -> None:
    practice = PracticeFactory()
    deck = DeckFactory(audience=audience, title="For some", about_id=practice.item_id)

    for name, browser in viewers(app).items():
        is_in = name in AUDIENCES[audience]

        assert visit(browser, path(deck)).status == (200 if is_in else 404), name
        assert visit(browser, path(deck, "?slide=2"), HX_Request="true").status == (200 if is_in else 404), (
            name
        )
        assert ("For some" in visit(browser, practice.path).section("Slides")) is is_in, name


def test_slides_of_what_the_reader_may_not_see_do_not_name_it(client: FlaskClient) -> None:
    webinar = WebinarFactory(title="For members", audience="members")

    page = shown(client, DeckFactory(about_id=webinar.item_id))

    assert "For members" not in page.html


def test_a_practice_lists_its_slides(client: FlaskClient) -> None:
    practice = PracticeFactory()
    deck = DeckFactory(title="How we did it", about_id=practice.item_id)
    DeckFactory(title="Of nothing")

    page = visit(client, practice.path)

    assert page.section("Slides") == "Slides How we did it 3 slides with an outline"
    assert page.href("How we did it") == path(deck)


def test_an_editor_is_offered_to_add_slides_and_nobody_else(app: Flask) -> None:
    practice = PracticeFactory()

    offered = {
        name: visit(browser, practice.path).section("Slides") for name, browser in viewers(app).items()
    }

    assert offered == {"visitor": "", "member": "", "staff": "Slides Add slides"}


def test_slides_about_an_item_are_remembered_until_a_deck_changes(app: Flask, now: datetime) -> None:
    practice = PracticeFactory()
    before = decks_about(practice.item_id, PUBLIC)

    deck = DeckFactory(about_id=practice.item_id)
    DeckFactory(about_id=practice.item_id, expires_at=now - timedelta(days=1))

    assert before == []
    assert decks_about(practice.item_id, PUBLIC) == [DeckCard(deck.item_id, deck.item.title, path(deck), 3)]


def test_views_are_counted_once_however_many_slides_are_read(client: FlaskClient, app: Flask) -> None:
    deck = DeckFactory()

    for rest in ("", "?slide=2", "?slide=3"):
        shown(client, deck, rest, agent=BROWSER, address="192.0.2.1")

    assert shown(client, deck).facts("aside dl")["Views"] == "1"


@pytest.mark.parametrize("rest", ["", "?slide=2"])
def test_a_page_asks_the_same_few_questions_however_many_slides_there_are(
    client: FlaskClient, rest: str
) -> None:
    few, many = DeckFactory(), DeckFactory("\n---\n".join(f"# Slide\n\n{n}" for n in range(200)))

    asked: list[Any] = [questions(client, path(deck, rest)) for deck in (few, many)]

    assert asked[0] == asked[1]
    assert len(asked[0]) <= 6
