"""Writing the profile of a practice: rows with and without script, limits in words, nothing lost on the way."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from ion.base.vocabulary.practices import PRACTICE_SECTIONS
from ion.core.ports.publishable import Content
from ion.library.forms import SECTION_FIELDS
from ion.library.publishable import PracticePublishable
from tests.library.filling import EDITOR, Sent, drawn, opened, own_fields, returned, standing, untouched
from tests.library.test_publishable import WHOLE, own

pytestmark = pytest.mark.usefixtures("app", "now")


def titles(form: Any, name: str = "steps") -> list[str]:
    return [row["title"] for row in form[name].data]


def places(app: Flask, **typed: str) -> list[str]:
    """The order of three steps once these numbers are typed; `typed` by the step's title."""
    steps = [{"title": title, "text": "Do."} for title in "ABC"]
    sent = untouched(opened(app, {"steps": steps}))
    for title, place in typed.items():
        sent[f"steps-{'ABC'.index(title)}-place"] = place
    return titles(returned(app, sent))


def test_the_page_sends_back_what_the_form_holds(app: Flask) -> None:
    form = opened(app, WHOLE)

    page = drawn(app, form)

    assert sorted(standing(page).items(multi=True)) == sorted(untouched(form).items(multi=True))
    assert EDITOR.content(returned(app, standing(page))) == own(WHOLE)


def test_every_section_of_the_vocabulary_has_its_text_with_help(app: Flask) -> None:
    page = drawn(app, opened(app, {}))

    labels = {str(label["for"]): label.get_text() for label in page.select("label")}
    for key, field in SECTION_FIELDS.items():
        assert labels[field].startswith(PRACTICE_SECTIONS.label(key))
        assert page.select_one(f"textarea#{field}")
        assert (hint := page.select_one(f"#{field}-hint")) and hint.get_text() == PRACTICE_SECTIONS[key].note
    assert all(term.note for term in PRACTICE_SECTIONS.terms)


def test_every_field_has_a_label_and_every_id_stands_once(app: Flask) -> None:
    page = drawn(app, opened(app, WHOLE))

    labelled = {str(label["for"]) for label in page.select("label")}
    fields = page.select('input:not([type="hidden"]), textarea, select')
    assert {str(field["id"]) for field in fields} == labelled
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_sections_of_an_imported_text_keep_their_own_order(app: Flask) -> None:
    content: Content = {
        "sections": [
            {"key": "results", "markdown": "More came."},
            {"key": "problem", "markdown": "Few came."},
        ]
    }
    form = returned(app, untouched(opened(app, content)))

    assert [each["key"] for each in EDITOR.content(form)["sections"]] == ["results", "problem"]
    assert form.section_keys[:3] == ["results", "problem", "what-they-did"]


def test_a_new_section_comes_where_its_kind_of_text_stands(app: Flask) -> None:
    sent = untouched(opened(app, WHOLE))
    sent["section_what_they_did"] = "They called."

    sections = EDITOR.content(returned(app, sent))["sections"]

    assert [each["key"] for each in sections] == ["problem", "what-they-did", "why-not"]


class TestRowsWithoutScript:
    def test_a_list_has_two_empty_rows_to_write_in(self, app: Flask) -> None:
        form = opened(app, WHOLE)

        assert [len(list(form[name])) for name in ("steps", "tools", "glance")] == [4, 4, 3]
        assert EDITOR.content(form) == own(WHOLE)

    def test_the_add_button_asks_for_one_more_and_loses_nothing(self, app: Flask) -> None:
        sent = untouched(opened(app, WHOLE))
        sent["steps-2-title"] = "Celebrate"
        sent["section_context"] = "Rural."
        sent["add"] = "steps"

        form = returned(app, sent)

        assert form.wants_more_rows
        assert titles(form) == ["Ask", "Sign", "Celebrate"]
        assert len(list(form.steps)) == 5
        assert len(list(form.tools)) == 4
        again = standing(drawn(app, form))
        assert again["steps-2-title"] == "Celebrate" and again["section_context"] == "Rural."
        assert returned(app, again).wants_more_rows is False

    def test_pressing_add_again_and_again_adds_again_and_again(self, app: Flask) -> None:
        form = opened(app, {})
        for _ in range(3):
            sent = standing(drawn(app, form))
            sent["add"] = "glance"
            form = returned(app, sent)

        assert len(list(form.glance)) == 5

    def test_only_the_name_of_a_list_asks_for_rows(self, app: Flask) -> None:
        assert not returned(app, Sent({"add": "title"})).wants_more_rows

    def test_an_emptied_row_is_gone(self, app: Flask) -> None:
        sent = untouched(opened(app, WHOLE))
        for name in ("title", "type", "summary", "text"):
            sent[f"tools-0-{name}"] = " "

        assert [tool["slug"] for tool in EDITOR.content(returned(app, sent))["tools"]] == ["letter"]

    @pytest.mark.parametrize(
        ("typed", "order"),
        [
            ({"C": "1"}, "CAB"),
            ({"A": "3"}, "BCA"),
            ({"A": "2"}, "BAC"),
            ({"C": "2"}, "ACB"),
            ({"A": "3", "C": "1"}, "CBA"),
            ({"A": "99"}, "BCA"),
            ({"A": "x", "B": "", "C": "-1"}, "ABC"),
        ],
    )
    def test_a_row_goes_where_its_number_says(self, app: Flask, typed: dict[str, str], order: str) -> None:
        assert places(app, **typed) == list(order)

    def test_rows_that_script_added_or_moved_may_have_any_numbers(self, app: Flask) -> None:
        sent = Sent()
        for number, title, place in (("7", "Second", "2"), ("9999", "First", "1"), ("99999", "Never", "3")):
            sent[f"steps-{number}-title"], sent[f"steps-{number}-place"] = title, place

        assert titles(returned(app, sent)) == ["First", "Second"]

    def test_a_list_that_was_not_sent_stays(self, app: Flask) -> None:
        with app.test_request_context():
            form = EDITOR.form(formdata=Sent({"title": "x"}), data=EDITOR.fields(WHOLE))

        assert titles(form) == ["Ask", "Sign"]


class TestToolsPlaces:
    def test_a_new_tool_gets_a_place_from_its_title_that_is_its_own(self, app: Flask) -> None:
        sent = untouched(opened(app, WHOLE))
        for number, title in ((2, "Agenda"), (3, "Übersicht & more")):
            sent[f"tools-{number}-title"] = title
            sent[f"tools-{number}-type"], sent[f"tools-{number}-text"] = "agenda", "x"
        sent["tools-0-title"] = "Renamed"

        tools = EDITOR.content(returned(app, sent))["tools"]

        assert [(tool["slug"], tool["title"]) for tool in tools] == [
            ("agenda", "Renamed"),
            ("letter", "Letter"),
            ("agenda-2", "Agenda"),
            ("ubersicht-more", "Übersicht & more"),
        ]

    @pytest.mark.parametrize("forged", ["Not A Slug", "x" * 81, "letter"])
    def test_a_forged_place_is_made_anew(self, app: Flask, forged: str) -> None:
        sent = untouched(opened(app, WHOLE))
        sent["tools-1-slug"] = sent["tools-0-slug"] = forged

        slugs = [tool["slug"] for tool in EDITOR.content(returned(app, sent))["tools"]]

        assert slugs == (["letter", "letter-2"] if forged == "letter" else ["agenda", "letter"])


def errors(app: Flask, **typed: str) -> dict[str, list[str]]:
    """What the form says after these fields were typed over a whole practice."""
    sent = untouched(opened(app, WHOLE))
    sent["title"] = "Share a coach"
    for name, words in typed.items():
        sent[name.replace("__", "-")] = words
    form = returned(app, sent)
    with app.test_request_context():
        form.validate()
    return {name: list(found) for name, found in form.errors.items()}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({}, {}),
        ({"steps__0__title": ""}, {"steps": ["Step 1: Give the step a title."]}),
        ({"steps__1__text": " "}, {"steps": ["Step 2: Say what is done in this step."]}),
        ({"steps__2__text": "Only this"}, {"steps": ["Step 3: Give the step a title."]}),
        ({"glance__0__label": "x" * 101}, {"glance": ["Line 1: At most 100 characters fit here."]}),
        ({"duties__0__role": ""}, {"duties": ["Duty 1: Choose the partner role."]}),
        ({"duties__0__role": "chair"}, {"duties": ["Duty 1: Not a valid choice."]}),
        (
            {"references__1__url": "a.example"},
            {"references": ["Reference 2: Give the full address, beginning with https://"]},
        ),
        ({"references__1__title": ""}, {}),
        ({"tools__0__type": ""}, {"tools": ["Tool 1: Choose the type."]}),
        (
            {"section_context": "*" * 30_000},
            {"section_context": ["The text is too long: 30,000 marks of formatting; at most 20,000."]},
        ),
        ({"reason": "x" * 1001}, {"reason": ["At most 1,000 characters fit here."]}),
        ({"rated_on": "soon"}, {"rated_on": ["Not a valid date value."]}),
    ],
)
def test_what_does_not_fit_is_said_at_its_row(
    app: Flask, typed: dict[str, str], found: dict[str, list[str]]
) -> None:
    assert errors(app, **typed) == found


def test_more_rows_than_fit_are_counted_and_kept(app: Flask) -> None:
    steps = {f"steps__{n}__title": f"Step {n}" for n in range(41)}
    texts = {f"steps__{n}__text": "Do." for n in range(41)}

    assert errors(app, **steps, **texts)["steps"] == ["At most 40 steps fit here; these are 41."]


def test_a_refused_row_is_drawn_with_its_words_and_its_reason(app: Flask) -> None:
    sent = untouched(opened(app, WHOLE))
    sent["title"], sent["steps-0-title"], sent["steps-0-text"] = "T", "", "What <we> do"
    form = returned(app, sent)
    with app.test_request_context():
        assert not form.validate()

    page = drawn(app, form)

    field = one(page, "#steps-0-title")
    assert field["aria-invalid"] == "true"
    assert one(page, f"#{field['aria-describedby']}").get_text() == "Give the step a title."
    assert one(page, "#steps-0-text").get_text().strip() == "What <we> do"
    assert "Step 1: Give the step a title." in one(page, "#steps").get_text()


def one(page: BeautifulSoup, selector: str) -> Any:
    (found,) = page.select(selector)
    return found


def test_the_fields_cover_every_part_of_the_content(app: Flask) -> None:
    form = opened(app, WHOLE)

    drawn_fields = {field.short_name for field in own_fields(form)}

    assert drawn_fields == set(EDITOR.fields(WHOLE)) | set(SECTION_FIELDS.values())
    assert EDITOR.content(form) == own(WHOLE)
    assert EDITOR.content(opened(app, {})) == PracticePublishable().blank()
