"""Opening a page as a browser without script does, and reading what stands on it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ROBOT = "a robot"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0"
_addresses = count(1)


class Link(NamedTuple):
    """A link and the words on it."""

    href: str
    words: str


class Form(NamedTuple):
    """A form and what it would send untouched, fields outside of it included."""

    action: str
    method: str
    fields: list[tuple[str, str]]


def visit(client: FlaskClient, path: str, *, agent: str = ROBOT, address: str = "", **headers: str) -> "Page":
    """Open a page. `headers` with underscores, as in HX_Request="true".

    Each visit has an application context of its own, as on a server, and an address of its own, so that the belt
    against floods is not met by chance. A robot is not counted among the viewers.
    """
    number = next(_addresses)
    environ = {"REMOTE_ADDR": address or f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
    named = {name.replace("_", "-"): value for name, value in headers.items()} | {"User-Agent": agent}
    with client.application.app_context():
        return Page(client.get(path, headers=named, environ_overrides=environ, buffered=True))


@dataclass(frozen=True)
class Page:
    """An answer: its status, headers and, where it is HTML, what a reader finds in it."""

    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def html(self) -> str:
        return self.response.text

    @property
    def is_whole(self) -> bool:
        return "<html" in self.html

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html if self.response.mimetype == "text/html" else "", "html.parser")

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def heading(self) -> str:
        return self.text("h1")

    @property
    def ids(self) -> list[str]:
        return [str(tag["id"]) for tag in self.soup.select("[id]")]

    def all(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))

    def texts(self, selector: str) -> list[str]:
        """The words of each element, spaces squeezed."""
        return [" ".join(tag.get_text().split()) for tag in self.soup.select(selector)]

    def text(self, selector: str = "body") -> str:
        """The words of the first such element, "" where there is none."""
        return next(iter(self.texts(selector)), "")

    def links(self, within: str = "") -> list[Link]:
        tags = self.soup.select(f"{within} a[href]")
        return [Link(str(tag["href"]), " ".join(tag.get_text().split())) for tag in tags]

    def href(self, words: str, within: str = "") -> str:
        """Where the link with these words leads; AssertionError unless there is exactly one such address."""
        found = {link.href for link in self.links(within) if words in link.words}
        assert len(found) == 1, f"{words!r} leads to {found} among {self.links(within)}"
        return found.pop()

    def facts(self, selector: str) -> dict[str, str]:
        """A list of terms and what is said of each; several values of one term are joined by "; "."""
        told: dict[str, str] = {}
        term = ""
        for tag in self.soup.select(f"{selector} dt, {selector} dd"):
            words = " ".join(tag.get_text().split())
            if tag.name == "dt":
                term = words
            else:
                told[term] = f"{told[term]}; {words}" if term in told else words
        return told

    def section(self, heading: str) -> str:
        """The words of the section that has this heading, "" where there is none."""
        for tag in self.soup.select("section h2, section h3"):
            if " ".join(tag.get_text().split()) == heading and tag.parent:
                return " ".join(tag.parent.get_text().split())
        return ""

    def forms(self) -> list[Form]:
        return [
            Form(str(form.get("action", "")), str(form.get("method", "get")).lower(), self._fields(form))
            for form in self.soup.select("form")
        ]

    def _fields(self, form: Tag) -> list[tuple[str, str]]:
        outside = self.soup.select(f'[form="{form["id"]}"]') if form.get("id") else []
        sent = []
        for field in [*form.select("[name]"), *(tag for tag in outside if tag.get("name"))]:
            if field.has_attr("disabled") or (
                field.get("type") == "checkbox" and not field.has_attr("checked")
            ):
                continue
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent.append((str(field["name"]), str((chosen or field).get("value", ""))))
        return sent
