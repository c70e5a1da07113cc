"""What is read without a map: ION's own names in the front matter, and the shortcodes that come with Hugo."""

from collections.abc import Mapping

from ion.commons.importing.shortcodes import Rule, Rules

Names = Mapping[str, tuple[str, ...]]

FIELDS: Names = {
    "title": ("title",),
    "slug": ("slug",),
    "summary": ("summary", "description"),
    "topics": ("topics",),
    "authors": ("submitted_by", "authors", "author", "presenters"),
    "posted_by": ("posted_by",),
    "date": ("date", "first_published"),
    "expires": ("expires",),
    "first_published": ("first_published",),
    "reviewed_on": ("reviewed_on",),
    "link_url": ("link_url",),
    "link_name": ("link_name",),
    "redirect": ("redirect",),
    "aliases": ("aliases",),
    "is_sample": ("is_sample",),
}
"""Fields that every kind of item has. A room's own fields are read under their own names."""

AUTHOR: Names = {"name": ("name", "title"), "affiliation": ("affiliation", "organization"), "slug": ("slug",)}
TOPIC: Names = {"name": ("name", "title"), "summary": ("summary", "description"), "slug": ("slug", "key")}
ORGANIZATION: Names = {"name": ("name", "title")}
RECORDS: Mapping[str, Names] = {"author": AUTHOR, "topic": TOPIC, "organization": ORGANIZATION}
"""What the rows of people, topics and organizations are read by where the map has no such table. Everything else
about them is read under its own name."""

VIDEO = Rule("link", text="Video", url="https://www.youtube.com/watch?v={0}")
PICTURE = Rule("picture", text="{alt}")

SHORTCODES: Rules = {
    "ref": Rule("ref"),
    "relref": Rule("ref"),
    "youtube": VIDEO,
    "figure": PICTURE,
    "img": PICTURE,
    "highlight": Rule("keep"),
}
