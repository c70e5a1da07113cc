"""Facts about a page for programs that read it: JSON-LD in the words of schema.org, as data that no browser runs."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from ion.core.bylines import Name
from ion.web.site import Site

Facts = dict[str, Any]
SCHEMA = "https://schema.org"
LONGEST_HEADLINE = 110


def install(app: Flask, rooms: Sequence[tuple[str, str]]) -> None:
    """Give templates `article_facts`, `event_facts` and `site_facts`; `rooms` are (path, label) of the navigation."""
    site: Site = app.extensions["ion.site"]
    teller = Teller(site, dict(rooms))
    app.jinja_env.globals.update(
        article_facts=teller.article, event_facts=teller.event, site_facts=teller.home
    )


class Teller:
    """Tells of pages of one site."""

    def __init__(self, site: Site, rooms: Mapping[str, str]) -> None:
        self.site = site
        self.rooms = rooms

    def article(self, about: Any, kind: str) -> Facts:
        """A post or practice as a page shows it; `kind` is a type of schema.org such as BlogPosting."""
        return graph(
            {
                "@type": kind,
                "headline": about.title[:LONGEST_HEADLINE],
                "description": about.summary,
                "url": self.site.absolute(about.path),
                "mainEntityOfPage": self.site.absolute(about.path),
                "datePublished": (about.first_published_on or about.published_at).isoformat(),
                "dateModified": getattr(about, "modified_at", about.published_at).isoformat(),
                "author": [self.person(name) for name in about.byline.authors] or [self.publisher],
                "publisher": self.publisher,
                "keywords": [topic.label for topic in about.topics],
                "image": self.picture(about),
                "correction": [note.text for note in getattr(about, "corrections", ())],
                "inLanguage": "en-US",
            },
            self.trail(about),
        )

    def event(self, about: Any) -> Facts:
        """A webinar as its page shows it, in its own zone."""
        times = about.times
        zone = ZoneInfo(times.zone)
        state = "EventCancelled" if about.phase == "cancelled" else "EventScheduled"
        return graph(
            {
                "@type": "Event",
                "name": about.title,
                "description": about.summary,
                "url": self.site.absolute(about.path),
                "startDate": times.starts_at.astimezone(zone).isoformat(),
                "endDate": times.ends_at.astimezone(zone).isoformat(),
                "eventStatus": f"{SCHEMA}/{state}",
                "eventAttendanceMode": f"{SCHEMA}/OnlineEventAttendanceMode",
                "location": {"@type": "VirtualLocation", "url": self.site.absolute(about.path)},
                "organizer": {"@type": "Organization", "name": about.host} if about.host else self.publisher,
                "performer": [self.person(presenter.name) for presenter in about.presenters],
                "isAccessibleForFree": True,
                "inLanguage": "en-US",
            },
            self.trail(about),
        )

    def home(self) -> Facts:
        """The site itself, and how it is searched."""
        search = {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": self.site.absolute("/search?q={search_term}")},
            "query-input": "required name=search_term",
        }
        home = self.site.absolute("/")
        return graph(
            {"@type": "WebSite", "name": self.site.name, "url": home, "potentialAction": search},
            self.publisher,
        )

    @property
    def publisher(self) -> Facts:
        return {"@type": "Organization", "name": self.site.name, "url": self.site.absolute("/")}

    def person(self, name: Name) -> Facts:
        """A name in a byline; its page only where this reader may see it."""
        return filled(
            {
                "@type": "Person",
                "name": name.name,
                "url": self.site.absolute(name.path) if name.path else "",
            }
        )

    def picture(self, about: Any) -> str:
        path = getattr(about, "picture", "")
        return self.site.absolute(path) if path else ""

    def trail(self, about: Any) -> Facts:
        """The way to a page of a room: home, the room, the page."""
        rooms = [(path, label) for path, label in self.rooms.items() if about.path.startswith(path)]
        steps = [("/", "Home"), *rooms, (about.path, about.title)]
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": at, "name": label, "item": self.site.absolute(path)}
                for at, (path, label) in enumerate(steps, 1)
            ],
        }


def graph(*things: Facts) -> Facts:
    return {"@context": SCHEMA, "@graph": [filled(thing) for thing in things]}


def filled(facts: Facts) -> Facts:
    """What is known; nothing is told as an empty text or list."""
    return {name: value for name, value in facts.items() if value not in ("", [], None)}
