"""Forms of post: what a reader is told before reading."""

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = "ION list"

POST_FORMS: Vocabulary[Term] = Vocabulary(
    Term("post", "Post", "Post", _SOURCE),
    Term("announcement", "Announcement", "Announcement", _SOURCE, "News from ION staff about the network."),
    Term("spotlight", "Spotlight", "Spotlight", _SOURCE, "One person or program, told closely."),
)
