"""Where links lead, by what the database knows: pages here, files, and what the weekly check said of other sites."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import items
from ion.core.access import MEMBERS, PUBLIC, STAFF_ONLY
from ion.core.ports.publishable import PUBLISHABLES
from ion.models import File, Item, OldAddress, OutsideLink

EVERYONE_S = frozenset({PUBLIC, MEMBERS, STAFF_ONLY})
FILES = "/files/"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the weekly check last said of an address elsewhere; `problem` is empty where it answered."""

    at: datetime
    problem: str


def kept_paths(paths: Collection[str]) -> set[str]:
    """Those of the paths that lead to something kept: a published item, an old address, a file."""
    wanted = {path for path in paths if len(path) <= 400 and "\x00" not in path}
    if not wanted:
        return set()
    return item_paths(wanted) | old_paths(wanted) | file_paths(wanted)


def item_paths(paths: set[str]) -> set[str]:
    slugs = {path.rstrip("/").rpartition("/")[2] for path in paths}
    ids = db.session.scalars(select(Item.id).where(Item.slug.in_(sorted(slugs)))).all()
    return {subject.path for subject in items.subjects(ids, EVERYONE_S).values()} & paths


def old_paths(paths: set[str]) -> set[str]:
    spelled = {other: path for path in paths for other in (path, path + "/", path.rstrip("/")) if other}
    rows = db.session.scalars(select(OldAddress.path).where(OldAddress.path.in_(sorted(spelled))))
    return {spelled[path] for path in rows}


def file_paths(paths: set[str]) -> set[str]:
    tokens = {path.removeprefix(FILES) for path in paths if path.startswith(FILES)}
    if not tokens:
        return set()
    return {
        FILES + token
        for token in db.session.scalars(select(File.token).where(File.token.in_(sorted(tokens))))
    }


def must_be_kept(path: str) -> bool:
    """Whether a path is one of an item or a file, so that it leads nowhere unless something is kept there."""
    prefixes = (FILES, *(publishable.path_prefix for publishable in PUBLISHABLES))
    return any(path.startswith(prefix) and len(path) > len(prefix) for prefix in prefixes)


def checked(urls: Collection[str]) -> dict[str, Checked]:
    """What is known of addresses elsewhere; one that was never asked is left out."""
    digests = {hashlib.sha256(url.encode()).hexdigest(): url for url in urls}
    if not digests:
        return {}
    rows = db.session.scalars(
        select(OutsideLink).where(
            OutsideLink.digest.in_(sorted(digests)), OutsideLink.checked_at.is_not(None)
        )
    )
    return {digests[row.digest]: Checked(row.checked_at, row.problem) for row in rows if row.checked_at}
