"""Search while the index is gone: the database answers, by the same rules, and the page says so."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from ion.adapters.memory_search import MemorySearch
from ion.core import clock
from ion.core.ports import engine
from ion.core.ports.search import Results, Search, SearchUnavailable
from tests.factories import PostFactory, PracticeFactory, ToolFactory, TopicFactory
from tests.indexing import index
from tests.reading import Page, visit
from tests.viewers import viewers

pytestmark = pytest.mark.database

NOTICE = "The search index is being rebuilt"


class GoneSearch(MemorySearch):
    """An engine whose files were deleted, from its `breaks_at`th search on."""

    def __init__(self, breaks_at: int = 1) -> None:
        super().__init__(clock=clock.now)
        self.asked, self.breaks_at = 0, breaks_at

    def search(self, search: Search) -> Results:
        self.asked += 1
        if self.asked >= self.breaks_at:
            raise SearchUnavailable("gone")
        return super().search(search)


def lose_index(breaks_at: int = 1) -> None:
    engine.use(GoneSearch(breaks_at), lambda: MemorySearch(clock=clock.now))


def titles(page: Page) -> list[str]:
    return sorted(page.texts(".ion-result__title"))


@pytest.mark.parametrize(
    "address",
    [
        "/practices/?q=employer",
        "/search?q=employer",
        "/search?q=employer&kind=tool",
        "/practices/?state=CO",
        "/search",
    ],
)
def test_words_of_titles_find_the_same_as_with_the_index(
    client: FlaskClient, now: datetime, address: str
) -> None:
    TopicFactory("equity")
    practice = PracticeFactory(title="Employer tables", terms={"state": ["CO"]})
    ToolFactory(practice, title="Employer checklist")
    PracticeFactory(title="Bridge classes", terms={"state": ["WY"]})
    PracticeFactory(title="Employer of old", expires_at=now)
    PostFactory(title="An employer writes", summary="100% of employers_")
    PostFactory(title="Nothing of it", audience="staff")
    index()
    whole = visit(client, address)

    lose_index()
    page = visit(client, address)

    assert NOTICE in page.text(".usa-alert--warning") and not whole.all(".usa-alert--warning")
    assert titles(page) == titles(whole) != []
    assert page.text("#found-heading") == whole.text("#found-heading")
    assert page.texts("#filters") == whole.texts("#filters")


def test_the_index_may_vanish_in_the_middle_of_an_answer(client: FlaskClient, now: datetime) -> None:
    PracticeFactory(title="Employer tables", terms={"state": ["CO"]})
    PracticeFactory(title="Bridge classes", terms={"state": ["WY"]})
    index()

    for breaks_at in (1, 2, 3):
        lose_index(breaks_at)
        page = visit(client, "/practices/?q=employer&state=WY")

        assert (page.status, titles(page)) == (200, [])


def test_it_hides_what_the_reader_may_not_see(app: Flask, now: datetime) -> None:
    for audience in ("public", "members", "staff"):
        practice = PracticeFactory(title=f"Employer practice {audience}", audience=audience)
        ToolFactory(practice, title=f"Employer tool {audience}")
    PostFactory(title="Employer draft", state="draft")
    lose_index()

    told = {viewer: titles(visit(browser, "/search?q=employer")) for viewer, browser in viewers(app).items()}

    seen = {"visitor": ["public"], "member": ["members", "public"], "staff": ["members", "public", "staff"]}
    assert told == {
        viewer: sorted(
            f"Employer {kind} {audience}" for kind in ("practice", "tool") for audience in audiences
        )
        for viewer, audiences in seen.items()
    }


@pytest.mark.parametrize("typed", ["%25", "_", "employer%25", "%5C", "'"])
def test_signs_of_the_database_mean_nothing(client: FlaskClient, now: datetime, typed: str) -> None:
    PracticeFactory(title="Bridge classes")
    lose_index()

    assert visit(client, f"/practices/?q={typed}xyz").status == 200
    assert titles(visit(client, f"/practices/?q=zz{typed}zz")) == []


def test_a_post_is_read_without_its_related_items(client: FlaskClient, now: datetime) -> None:
    class Gone(GoneSearch):
        def more_like(self, *_: object, **__: object) -> tuple[()]:
            raise SearchUnavailable("gone")

    post = PostFactory(title="Readable")
    engine.use(Gone(), MemorySearch)

    page = visit(client, post.path)

    assert (page.status, page.heading, page.section("Related")) == (200, "Readable", "")


def test_the_log_names_the_fault_and_never_what_was_typed(client: FlaskClient) -> None:
    PostFactory(title="Secretword in a title")
    lose_index()

    with capture_logs() as told:
        visit(client, "/search?q=secretword")

    causes = [line["cause"] for line in told if line["event"] == "search fell back to the database"]
    assert [cause.partition(" at ")[0] for cause in causes] == ["SearchUnavailable"]
    assert "secretword" not in str(told).lower()
