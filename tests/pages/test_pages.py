"""The pages that seldom change."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.pages import queries
from tests.reading import visit


@pytest.mark.parametrize("name", queries.NAMES)
def test_each_page_is_shown_with_its_title_and_date(client: FlaskClient, name: str) -> None:
    page = visit(client, f"/{name}")

    file = queries.read(queries.FOLDER / f"{name}.md", ())
    assert (page.status, page.heading) == (200, file.title)
    assert file.title in page.title and page.all('meta[name="description"]')[0]["content"] == file.summary
    assert len(page.all("h1")) == 1 and page.texts(".ion-prose h2, .ion-prose p")
    assert page.all(".ion-article__foot time")[0]["datetime"] == file.updated_on.isoformat()
    assert "{{" not in page.text() and "}}" not in page.text()


def test_every_page_file_is_served(client: FlaskClient) -> None:
    assert {file.stem for file in queries.FOLDER.glob("*.md")} == set(queries.NAMES)


def test_contact_names_who_runs_the_site(client: FlaskClient) -> None:
    assert "ion@example.org" in visit(client, "/contact").text(".ion-prose")


def test_contact_without_a_setting_is_still_a_sentence(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "ion.site", replace(app.extensions["ion.site"], contact=""))

    words = visit(app.test_client(), "/contact").text(".ion-prose")

    assert "Contact for this site: the person or office that runs this site" in words


def test_a_contact_cannot_bring_markup(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(1))"
    monkeypatch.setitem(app.extensions, "ion.site", replace(app.extensions["ion.site"], contact=hostile))

    page = visit(app.test_client(), "/contact")

    assert not page.all(".ion-prose img") and not page.all('.ion-prose a[href^="javascript"]')


@pytest.mark.parametrize("path", ["/nowhere", "/about/", "/About", "/pages/about.md", "/%00", "/about%00"])
def test_an_unknown_page_is_not_found_in_words(client: FlaskClient, path: str) -> None:
    page = visit(client, path)

    assert (page.status, page.heading) == (404, "We cannot find that page")
    assert page.href("Front page", "main") == "/"


def test_an_unknown_block_is_an_alert_alone(client: FlaskClient) -> None:
    page = visit(client, "/nowhere", HX_Request="true")

    assert page.status == 404 and not page.is_whole and page.all(".usa-alert--error")


@pytest.mark.parametrize("text", ["No front matter", "---\ntitle: Half\n"])
def test_a_file_without_front_matter_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "page.md"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(queries.PageFileError):
        queries.read(file, ())


def test_words_are_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("---\ntitle: T\nupdated_on: 2026-01-02\n---\nAsk {{ contact }}.\n", encoding="utf-8")

    page = queries.read(file, (("contact", "us"),))

    assert (page.html.strip(), page.updated_on, page.summary) == ("<p>Ask us.</p>", date(2026, 1, 2), "")
