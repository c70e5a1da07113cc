"""Being a sample person takes one click, and nobody else's login can be had that way."""

import pytest
from flask import Flask

from ion.core import clock
from ion.models import User
from tests.conftest import Browser
from tests.factories import PersonFactory, UserFactory
from tests.reading import visit

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def sample(name: str, **fields: object) -> User:
    return UserFactory(person=PersonFactory(name=name, is_sample=True), **fields)


def test_one_click_signs_in_and_goes_where_the_button_said(app: Flask) -> None:
    browser, dana = Browser(app), sample("Dana (sample)")

    answer = browser.post(f"/demo/be/{dana.id}", data={"next": "/saved/"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/saved/")
    assert "Dana (sample)" in visit(browser, "/saved/").text("header")


def test_the_button_leads_nowhere_else(app: Flask) -> None:
    answer = Browser(app).post(f"/demo/be/{sample('Dana').id}", data={"next": "//evil.example"})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("fields", [{"suspended_at": True}, {"confirmed_at": None}, None])
def test_real_suspended_and_unconfirmed_people_cannot_be_had(
    app: Flask, fields: dict[str, object] | None
) -> None:
    if fields is None:
        user = UserFactory()
    else:
        user = sample("X", **{name: clock.now() if value else None for name, value in fields.items()})
    browser = Browser(app)

    answer = browser.post(f"/demo/be/{user.id}")

    assert answer.status_code == 404
    assert browser.get("/saved/").status_code == 303


def test_the_page_names_sample_people_alone_the_leading_ones_first(app: Flask) -> None:
    UserFactory(person=PersonFactory(name="Real Person"))
    sample("Ann (sample)")
    sample("Zoe (sample)", email="member@ion.example")
    sample("Gone (sample)", suspended_at=clock.now())

    page = visit(Browser(app), "/demo")

    assert page.texts("main h2") == ["Zoe (sample)", "Everybody else"]
    assert "Ann (sample)" in page.text("main")
    assert "Real Person" not in page.text("main")
    assert "Gone (sample)" not in page.text("main")


def test_an_empty_site_says_how_to_plant_the_network(app: Flask) -> None:
    assert "ion demo" in visit(Browser(app), "/demo").text("main")


def test_a_click_without_a_token_of_the_page_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert Browser(app).post(f"/demo/be/{sample('Dana').id}").status_code == 400
