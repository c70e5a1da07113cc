"""Who may write and publish: editors and admins; what they send decides about its own item alone."""

from typing import Any

import pytest
from flask import Flask

from ion.models import Grant, ItemState, Tool
from tests.factories import PracticeFactory, ToolFactory, UserFactory
from tests.publishing.desks import an_editor, desk_of, page, typed
from tests.publishing.writing import draft, row, seen

GETS = ("", "/release", "/history", "/preview", "/links", "/discard", "/restore/1")
POSTS = (
    "",
    "/copy",
    "/publish",
    "/review",
    "/withdraw",
    "/address",
    "/preview-links",
    "/discard",
    "/restore/1",
)


@pytest.fixture
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.mark.usefixtures("without_tokens")
@pytest.mark.parametrize("grant", [Grant.MEMBER, Grant.FACILITATOR])
def test_who_does_not_edit_sees_and_changes_no_draft(app: Flask, grant: Grant) -> None:
    item_id = draft(an_editor().id)
    browser = desk_of(app, UserFactory(*{Grant.MEMBER, grant}))

    looked = {path: browser.get(page(item_id, path)).status_code for path in GETS}
    tried = {path: browser.post(page(item_id, path), data=typed(1)).status_code for path in POSTS}

    assert looked == dict.fromkeys(GETS, 403)
    assert tried == dict.fromkeys(POSTS, 403)
    assert (seen(item_id).number, row(item_id).state) == (1, ItemState.DRAFT)


@pytest.mark.usefixtures("without_tokens")
def test_admins_may_do_what_editors_may(app: Flask) -> None:
    item_id = draft(an_editor().id)
    browser = desk_of(app, UserFactory(Grant.MEMBER, Grant.ADMIN))

    assert {browser.get(page(item_id, path)).status_code for path in GETS} == {200}
    assert browser.post(page(item_id), data=typed(1, markdown="New.")).status_code == 303


@pytest.mark.usefixtures("without_tokens")
def test_an_item_of_a_kind_that_is_not_published_this_way_has_no_page(app: Flask) -> None:
    tool: Tool = ToolFactory(PracticeFactory())
    browser = desk_of(app, an_editor())

    assert {browser.get(page(tool.item_id, path)).status_code for path in GETS} == {404}
    assert {browser.post(page(tool.item_id, path), data=typed(0)).status_code for path in POSTS} == {404}


@pytest.mark.usefixtures("without_tokens")
def test_fields_that_the_form_does_not_have_change_nothing(app: Flask) -> None:
    item_id = draft(an_editor().id)
    browser = desk_of(app, an_editor("Olga Other"))
    extra: dict[str, Any] = {
        "state": "published",
        "audience": "staff",
        "owner_id": "1",
        "item_id": "9",
        "slug": "x",
    }

    browser.post(page(item_id), data=typed(1, markdown="New.", **extra))

    item = row(item_id)
    assert (item.state, item.audience, item.slug) == (ItemState.DRAFT, "public", "riding-the-wave")
    assert extra.keys().isdisjoint(seen(item_id).content)


def test_nothing_is_taken_without_the_token_of_the_form(app: Flask) -> None:
    item_id = draft(an_editor().id)
    browser = desk_of(app, an_editor("Olga Other"))

    answers = {path: browser.post(page(item_id, path), data=typed(1)).status_code for path in POSTS}

    assert answers == dict.fromkeys(POSTS, 400)
    assert seen(item_id).number == 1
