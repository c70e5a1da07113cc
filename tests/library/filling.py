"""The form of a practice as a browser sends it back."""

from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag
from flask import Flask, render_template
from werkzeug.datastructures import MultiDict
from wtforms import SelectMultipleField

from ion.commons.publishing.forms import ItemForm
from ion.core.ports.publishable import Content
from ion.library.editors import PracticeEditor
from ion.web.rows import Rows

EDITOR = PracticeEditor()
Sent = MultiDict[str, str]


def opened(app: Flask, content: Content) -> Any:
    """The form as it is opened on a content."""
    with app.test_request_context():
        return EDITOR.form(formdata=None, data=EDITOR.fields(content))


def returned(app: Flask, sent: Sent) -> Any:
    """The form that came back."""
    with app.test_request_context():
        return EDITOR.form(formdata=sent)


def own_fields(form: Any) -> list[Any]:
    """The fields of the profile."""
    with_common = {name for name in dir(ItemForm) if not name.startswith("_")}
    return [field for field in form if field.short_name not in with_common and field.name != "add"]


def untouched(form: Any) -> Sent:
    """What a browser sends of the profile when nothing was typed; lines end as browsers write them."""
    sent: Sent = MultiDict()
    for field in own_fields(form):
        if isinstance(field, Rows):
            for row in field:
                for cell in row:
                    sent.add(cell.name, told(cell))
        elif isinstance(field, SelectMultipleField):
            sent.setlist(field.name, field.data or [])
        else:
            sent.add(field.name, told(field))
    return sent


def told(field: Any) -> str:
    value = field._value() if hasattr(field, "_value") else field.data
    return str(value or "").replace("\n", "\r\n")


def drawn(app: Flask, form: Any) -> BeautifulSoup:
    """The fields of a practice as the page of writing draws them."""
    with app.test_request_context():
        return BeautifulSoup(render_template(EDITOR.template, form=form), "html.parser")


def standing(page: BeautifulSoup) -> Sent:
    """What a browser sends of the fields drawn on a page."""
    sent: Sent = MultiDict()
    for field in page.select("input[name], textarea[name], select[name]"):
        if field.get("type") != "checkbox" or field.has_attr("checked"):
            sent.add(str(field["name"]), value(field))
    return sent


def value(field: Tag) -> str:
    if field.name == "textarea":
        return field.get_text().removeprefix("\n").replace("\n", "\r\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen["value"]) if chosen else ""
    return str(field.get("value", ""))
