"""Old addresses: added, changed and removed by hand; chains are pulled straight, circles refused."""

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import update

from ion.base.extensions import db
from ion.core import audit
from ion.core.upsert import add_if_absent
from ion.models import OldAddress
from ion.upkeep.queries.redirects import item_at, leads_to
from ion.upkeep.services.refusing import Refused
from ion.upkeep.services.terms import alone

KIND = "redirect"
ROUND = "That would lead round in a circle."
GONE = "This redirect is not there any more: somebody removed it meanwhile."
MERGED = "This is the address of a topic that was merged into another. It can be removed, not changed."


def add(path: str, target: str, *, user_id: int) -> None:
    """Let a path lead to a path here or to a full address elsewhere; raises Refused."""
    alone()
    where = settled(path, target)
    if not add_if_absent(db.session(), OldAddress, path=path, **where):
        raise Refused("This address leads somewhere already. Change it in the list.")
    pull_straight(path, where)
    audit.record("added", kind=KIND, id=where["item_id"], user_id=user_id, after=facts(path, target))


def change(path: str, target: str, *, user_id: int) -> None:
    """Let an old address lead elsewhere; raises Refused."""
    alone()
    row = locked(path)
    if "?" in path:
        raise Refused(MERGED)
    before, where = {"item_id": row.item_id, "target": row.target}, settled(path, target)
    if before == where:
        return
    row.item_id, row.target = where["item_id"], where["target"]
    db.session.flush()
    pull_straight(path, where)
    told = {"path": path, "target": before["target"] or f"item {before['item_id']}"}
    after = facts(path, target)
    audit.record("changed", kind=KIND, id=where["item_id"], user_id=user_id, before=told, after=after)


def remove(path: str, *, user_id: int) -> None:
    """Let an old address lead nowhere; raises Refused."""
    alone()
    row = locked(path)
    told = {"path": path, "target": row.target or f"item {row.item_id}"}
    audit.record("removed", kind=KIND, id=row.item_id, user_id=user_id, before=told)
    db.session.delete(row)


def locked(path: str) -> OldAddress:
    row = db.session.get(OldAddress, path, with_for_update=True)
    if row is None:
        raise Refused(GONE)
    return row


def facts(path: str, target: str) -> dict[str, str]:
    return {"path": path, "target": target}


def settled(path: str, target: str) -> dict[str, Any]:
    """What is kept of a target: the item whose page it is, or the end of the chain it begins; raises Refused."""
    seen = {same(path)}
    while target.startswith("/"):
        here = urlsplit(target).path
        if same(here) in seen:
            raise Refused("An address cannot lead to itself." if len(seen) == 1 else ROUND)
        seen.add(same(here))
        row = leads_to(here) if item_at(here) is None else None
        if row is None:
            break
        if row.item_id is not None:
            return {"item_id": row.item_id, "target": ""}
        target = row.target
    is_page = target.startswith("/") and target == urlsplit(target).path
    item_id = item_at(target) if is_page else None
    return {"item_id": item_id, "target": "" if item_id else target}


def same(path: str) -> str:
    """Paths that differ in their last slash alone are one."""
    return path.rstrip("/") or "/"


def pull_straight(path: str, where: dict[str, Any]) -> None:
    """Let whatever led to a path lead to where that leads now."""
    spelled = {path, same(path), same(path) + "/"}
    db.session.execute(update(OldAddress).where(OldAddress.target.in_(sorted(spelled))).values(**where))
