"""Posts as the common instrument of publishing writes, checks and shows them."""

from collections.abc import Mapping
from typing import Any

from ion.base.extensions import db
from ion.base.vocabulary.posts import POST_FORMS
from ion.blog import queries
from ion.blog.queries import KIND, PATH
from ion.blog.queries.spotlights import (
    SPOTLIGHT,
    is_person,
    is_published_practice,
    practice_typed,
)
from ion.core.keeping import Kept
from ion.core.labels import facet_labels, label
from ion.core.meant import person_typed
from ion.core.merged import present_keys
from ion.core.ports.publishable import Content, Lack, Told
from ion.core.related import SHOWN_KINDS, related_to
from ion.models import Item, Post, Series, Spotlight

FACETS = {"program": "Programs", "role": "Partner roles", "state": "States and territories"}
"""What a post can be about besides topics, and what its form calls that."""
PLAIN = "post"
SHOWN_OF = (*SHOWN_KINDS, "topic", "person", "organization", "correction")
"""What the parts of a post's page depend on."""


class PostPublishable:
    """Posts. Their own parts of a content:

    form                            a key of POST_FORMS
    terms                           keys by facet, of FACETS
    series, series_name             the key of its series, and the name for one that is made on publishing; or ""
    spotlight                       {"person": id or None, "practice": id or None}; kept, not shown, for other forms
    """

    kind = KIND
    path_prefix = PATH

    def blank(self) -> Content:
        return {
            "form": PLAIN,
            "terms": {facet: [] for facet in FACETS},
            "series": "",
            "series_name": "",
            "spotlight": {"person": None, "practice": None},
        }

    def snapshot(self, item: Item) -> Content:
        post, spotlight = db.session.get(Post, item.id), db.session.get(Spotlight, item.id)
        keys: dict[str, list[str]] = {facet: [] for facet in (*FACETS, "series")}
        for term in sorted(item.terms, key=lambda term: (term.facet, term.key)):
            keys.get(term.facet, []).append(term.key)
        return {
            "form": post.form if post else PLAIN,
            "terms": {facet: keys[facet] for facet in FACETS},
            "series": next(iter(keys["series"]), ""),
            "series_name": "",
            "spotlight": {
                "person": spotlight.person_id if spotlight else None,
                "practice": spotlight.practice_id if spotlight else None,
            },
        }

    def terms(self, content: Content) -> Mapping[str, list[str]]:
        told = content.get("terms", {})
        return {facet: list(told.get(facet, ())) for facet in FACETS} | {"series": series_keys(content)}

    def told(self, content: Content) -> list[Told]:
        terms, spotlight = content.get("terms", {}), content.get("spotlight", {})
        told = [Told("Kind of post", POST_FORMS.label(content.get("form", PLAIN)))]
        told.append(Told("Series", series_label(content)))
        for facet, name in FACETS.items():
            told.append(Told(name, ", ".join(label(facet, key) for key in terms.get(facet, ()))))
        told.append(Told("Person in the spotlight", person_typed(spotlight.get("person"))))
        told.append(Told("Practice in the spotlight", practice_typed(spotlight.get("practice"))))
        return told

    def lacks(self, content: Content) -> list[Lack]:
        found = []
        if not content["summary"].strip():
            found.append(Lack("summary", "Write a summary: lists, feeds and search show it."))
        if not content["topics"]:
            found.append(Lack("topics", "Choose at least one topic: readers find and follow posts by it."))
        if not content["markdown"].strip() and not content["link_url"]:
            found.append(Lack("markdown", "Write a text, or give the address of one published elsewhere."))
        return found + spotlight_lacks(content)

    def apply(self, item: Item, content: Content) -> None:
        make_series(content)
        post = db.session.get(Post, item.id) or Post(item_id=item.id)
        post.form = content.get("form", PLAIN)
        db.session.add(post)
        db.session.flush()
        light(item.id, content)
        db.session.flush()

    def page(self, slug: str, scopes: frozenset[str]) -> tuple[str, dict[str, Any]] | None:
        post = queries.post_page(slug, scopes)
        if post is None:
            return None
        previous, following = queries.neighbors(post, scopes)
        return "blog/show.html", {
            "post": post,
            "previous": previous,
            "next": following,
            "series": queries.place_of(post.id, post.series, scopes),
            "spotlight": queries.told_by(post.id, post.form, scopes),
            "related": related_to(KIND, post.id, scopes),
            "kept": Kept(SHOWN_OF, ("post", post.id, scopes)),
        }


def spotlight_lacks(content: Content) -> list[Lack]:
    """Whom and what a spotlight is about must be there."""
    if content.get("form") != SPOTLIGHT:
        return []
    told, found = content.get("spotlight", {}), []
    if not is_person(told.get("person")):
        found.append(Lack("spotlight_person", "Say whom this spotlight is about."))
    if told.get("practice") is None:
        found.append(Lack("spotlight_practice", "Say which practice of theirs this spotlight tells about."))
    elif not is_published_practice(told["practice"]):
        words = "The practice of this spotlight is not published: publish it first, or choose another one."
        found.append(Lack("spotlight_practice", words))
    return found


def series_keys(content: Content) -> list[str]:
    """The key of the series under its present name, in a list; nothing for a post that is part of none."""
    return present_keys("series", [content["series"]]) if content.get("series") else []


def series_label(content: Content) -> str:
    labels = facet_labels("series")
    return next(
        (labels[key] for key in series_keys(content) if key in labels), content.get("series_name", "")
    )


def make_series(content: Content) -> None:
    """A series that is new with this post; nothing for one that is here."""
    for key in series_keys(content):
        if key not in facet_labels("series"):
            db.session.add(Series(key=key, name=content.get("series_name") or key))


def light(post_id: int, content: Content) -> None:
    """Write, or take away, whom and what the post puts in the spotlight; who is gone since is left out."""
    row = db.session.get(Spotlight, post_id)
    told = content.get("spotlight", {})
    if content.get("form") != SPOTLIGHT:
        if row is not None:
            db.session.delete(row)
        return
    row = row or Spotlight(item_id=post_id)
    person, practice = told.get("person"), told.get("practice")
    row.person_id = person if is_person(person) else None
    row.practice_id = practice if is_published_practice(practice) else None
    db.session.add(row)
