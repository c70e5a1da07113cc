"""Filling in a form of a page and sending it, as a browser without script does; where an address moved to."""

from collections.abc import Mapping, Sequence

from bs4 import Tag
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.reading import Page, visit

Typed = Mapping[str, str | Sequence[str]]


def untouched(form: Tag) -> MultiDict[str, str]:
    """What the form sends when only its button is pressed."""
    sent: MultiDict[str, str] = MultiDict()
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.get("type") == "checkbox" and not field.has_attr("checked"):
            continue
        name = str(field["name"])
        if field.name == "textarea":
            sent.add(name, field.get_text().removeprefix("\n"))
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent.add(name, str(chosen["value"]) if chosen else "")
        else:
            sent.add(name, str(field.get("value", "")))
    return sent


def filled(page: Page, typed: Typed) -> MultiDict[str, str]:
    """What the first form of the page that POSTs sends with this typed into it."""
    sent = untouched(page.all('main form[method="post"]')[0])
    for name, value in typed.items():
        sent.setlist(name, [value] if isinstance(value, str) else list(value))
    return sent


def send(client: FlaskClient, path: str, **typed: str | Sequence[str]) -> Page:
    """Open the page, type into its form, and send it; fields that the form does not have are sent too."""
    sent = filled(visit(client, path), typed)
    return Page(client.post(path.partition("?")[0], data=sent, buffered=True))


def moved(client: FlaskClient, path: str) -> tuple[int, str]:
    """The status of an answer, and where it leads."""
    answer = visit(client, path).response
    return answer.status_code, answer.headers.get("Location", "")
