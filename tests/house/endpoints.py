"""Who may ask what: every endpoint stands in one of these lists."""

PUBLIC = {
    "home.index",
    "blog.index",
    "blog.show",
    "blog.feed",
    "library.index",
    "library.show",
    "search.index",
    "pages.about",
    "pages.help",
    "pages.accessibility",
    "pages.privacy",
    "pages.contact",
    "pages.licenses",
    "health.healthz",
    "health.readyz",
}
"""Open to everyone; what single things a reader may see there is decided by `ion.core.access`."""

MEMBERS: set[str] = {
    "reactions.like",
    "reactions.save",
    "reactions.follow",
    "reactions.index",
    "reactions.note",
    "reactions.remove",
    "reactions.following",
}
"""For whoever is signed in, about what is their own or open to all members."""

EDITORS: set[str] = set()
"""For ION staff who hold the grant editor, and admins."""

STAFF: set[str] = set()
"""For ION staff of any grant."""

ADMINS: set[str] = set()
"""For admins alone."""

GUARDED = {"metrics.metrics"}
"""Open to whoever holds what the view asks for; each has an access test of its own."""

ALL = PUBLIC | MEMBERS | EDITORS | STAFF | ADMINS | GUARDED
