"""The form of the index: its fields, and how a Document is laid out in them.

Whoosh keeps terms, postings and columns; how often and where a term stands is worked out here and not by Whoosh's
analyzers, which is several times faster and shared with the memory adapter.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, STORED, FieldType, Schema
from whoosh.formats import Existence, Format

from ion.adapters.whoosh_search.analysis import Analyzed, analyze
from ion.core.ports.query import plain
from ion.core.ports.search import Document, Key

INDEX_NAME = "ION1"
"""Name of the index in its folder; a new form gets a new name, so that an old index counts as missing."""

WORDS, SPELLED, TAGS, KEY = "words", "spelled", "tags", "key"
PLACE_BYTES = 4
NEVER = 2**62
"""Stands for "no date" in the columns, as far in the future or the past as need be."""

FEEDBACK_TERMS = 60
"""Terms kept ready per document, the most frequent ones, for feedback and for finding its like."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Places(Format):  # type: ignore[misc]
    """Postings that hold the places of a term, four bytes each, as many as it has occurrences."""

    # with a fixed size Whoosh packs the values of a block as one string and not as 128, much faster to unpack
    posting_size = PLACE_BYTES

    def __init__(self) -> None:
        super().__init__(field_boost=1.0)


class Prepared(FieldType):  # type: ignore[misc]
    """A field whose postings come ready made: rows of (term, frequency, weight, value)."""

    def __init__(self, format: Format, *, scorable: bool = False) -> None:
        super().__init__(format=format, analyzer=None, scorable=scorable)

    def index(self, value: Iterable[tuple[bytes, int, float, bytes]], **_: Any) -> Iterator[Any]:
        """Return the rows as they are."""
        return iter(value)


SCHEMA = Schema(
    words=Prepared(Places(), scorable=True),
    spelled=Prepared(Existence()),
    tags=Prepared(Existence()),
    key=Prepared(Existence()),
    identity=COLUMN(VarBytesColumn()),
    fingerprint=COLUMN(VarBytesColumn()),
    published=COLUMN(NumericColumn("q", default=-NEVER)),
    reviewed=COLUMN(NumericColumn("q", default=-NEVER)),
    expires=COLUMN(NumericColumn("q", default=NEVER)),
    evidence=COLUMN(NumericColumn("q", default=0)),
    body=STORED(),
)


def key_term(key: Key) -> bytes:
    """Return the term that names one document."""
    return f"{key[0]}\0{key[1]}".encode()


def key_from(term: bytes) -> Key:
    """Return the key named by a term."""
    kind, _, number = term.decode().rpartition("\0")
    return (kind, int(number))


def tag(group: str, name: str) -> bytes:
    """Return the term for a mark of a document; groups are "kind", "audience" and "facet <key>"."""
    return f"{group}\0{name}".encode()


def instant(moment: datetime) -> int:
    """Return microseconds since 1970, exact."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def texts_of(document: Document) -> Iterator[str]:
    """Yield what is searched in a document: the title counts twice."""
    yield plain(document.title)
    yield plain(document.title)
    yield plain(document.summary)
    yield plain(document.text)
    for part in document.parts:
        yield plain(part.label)
        yield plain(part.text)


def fields_of(document: Document) -> dict[str, Any]:
    """Return the fields of a document as Whoosh's writer takes them."""
    analyzed = analyze(texts_of(document))
    dates = _dates(document.published_at, document.reviewed_on, document.expires_at)
    return dates | {
        "words": [_posting(term, places) for term, places in analyzed.places.items()],
        "spelled": [_mark(word.encode()) for word in analyzed.spelled],
        "tags": [_mark(term) for term in _tags(document)],
        "key": [_mark(key_term(document.key))],
        "identity": key_term(document.key),
        "fingerprint": document.fingerprint().encode(),
        "evidence": document.evidence_rank,
        "body": _body(document, analyzed),
    }


def _posting(term: str, places: list[int]) -> tuple[bytes, int, float, bytes]:
    return (term.encode(), len(places), float(len(places)), array("I", places).tobytes())


def _mark(term: bytes) -> tuple[bytes, int, float, bytes]:
    return (term, 1, 1.0, b"")


def _dates(published: datetime | None, reviewed: date | None, expires: datetime | None) -> dict[str, int]:
    dates = {
        "published": instant(published) if published else None,
        "reviewed": reviewed.toordinal() if reviewed else None,
        "expires": instant(expires) if expires else None,
    }
    return {name: number for name, number in dates.items() if number is not None}


def _tags(document: Document) -> set[bytes]:
    tags = {tag("kind", document.kind), tag("audience", document.audience)}
    for facet, keys in document.facets.items():
        tags.update(tag(f"facet {facet}", key) for key in keys)
    return tags


def _body(document: Document, analyzed: Analyzed) -> Mapping[str, Any]:
    frequent = sorted(analyzed.places.items(), key=lambda item: (-len(item[1]), item[0]))[:FEEDBACK_TERMS]
    return {
        "texts": tuple(plain(text) for text in (document.title, document.summary, document.text)),
        "parts": tuple((part.anchor, plain(part.label), plain(part.text)) for part in document.parts),
        "terms": tuple((term, len(places)) for term, places in frequent),
    }
