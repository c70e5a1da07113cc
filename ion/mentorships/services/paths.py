"""Guided paths: ION staff write them, in 6 to 12 steps. What two people began with stays as it was."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select, update

from ion.base.extensions import db
from ion.core import audit, clock
from ion.mentorships.services.refusals import NotThere, Refused, Stale
from ion.models import MentoringPath, Mentorship, MentorshipState, PathStep

KIND = "mentoring_path"
FEWEST_STEPS, MOST_STEPS = 6, 12


@dataclass(frozen=True, slots=True)
class Step:
    """What to talk about in one step (`agenda`: plain lines), and the practice or webinar to look at before."""

    title: str
    agenda: str = ""
    item_id: int | None = None


def keep(
    name: str,
    summary: str,
    steps: Sequence[Step],
    *,
    id: int | None = None,
    version: int | None = None,
    is_sample: bool = False,
    user_id: int | None = None,
) -> MentoringPath:
    """Write a path: the one with this id, else the one of this name (made where there is none, and left as it is where
    nothing differs). `version` is that of the path as it was read (None: whatever stands). Raises NotThere, Stale,
    Refused."""
    if not FEWEST_STEPS <= len(steps) <= MOST_STEPS:
        raise Refused(f"A path has {FEWEST_STEPS} to {MOST_STEPS} steps; these are {len(steps)}.")
    path = locked(id) if id is not None else named(name)
    if path is not None and version is not None and path.version != version:
        raise Stale
    if (other := named(name)) and other is not path:
        raise Refused("Another path has this name. Choose a name of its own.")
    before = as_json(path) if path else None
    if before == {"name": name, "summary": summary, "steps": [asdict(step) for step in steps]}:
        assert path is not None
        return path
    path = path or MentoringPath(name=name, version=0, is_sample=is_sample)
    rename(path, name)
    path.summary, path.changed_at, path.version = summary, clock.now(), path.version + 1
    write_steps(path, steps)
    audit.record(
        "changed" if before else "created",
        kind=KIND,
        id=path.id,
        user_id=user_id,
        before=before,
        after=as_json(path),
    )
    return path


def write_steps(path: MentoringPath, steps: Sequence[Step]) -> None:
    path.steps = [
        PathStep(position=at, title=step.title, agenda=step.agenda, item_id=step.item_id)
        for at, step in enumerate(steps, 1)
    ]
    db.session.add(path)
    db.session.flush()


def rename(path: MentoringPath, name: str) -> None:
    """Agreements that are yet to begin name the path, and go on to."""
    if path.name == name:
        return
    named_so = Mentorship.path_name == path.name, Mentorship.state == MentorshipState.PROPOSED
    db.session.execute(update(Mentorship).where(*named_so).values(path_name=name))
    path.name = name


def archive(id: int, *, is_archived: bool, user_id: int) -> None:
    """Offer the path no more, or offer it again; again changes nothing. Raises NotThere."""
    path = locked(id)
    if bool(path.archived_at) is is_archived:
        return
    path.archived_at = clock.now() if is_archived else None
    path.version += 1
    audit.record("archived" if is_archived else "brought back", kind=KIND, id=id, user_id=user_id)


def locked(id: int) -> MentoringPath:
    path = db.session.get(MentoringPath, id, with_for_update=True, populate_existing=True)
    if path is None:
        raise NotThere
    return path


def named(name: str) -> MentoringPath | None:
    """The path of that name, however its letters are written."""
    return db.session.scalar(select(MentoringPath).where(func.lower(MentoringPath.name) == name.lower()))


def as_json(path: MentoringPath) -> dict[str, Any]:
    steps = [{"title": step.title, "agenda": step.agenda, "item_id": step.item_id} for step in path.steps]
    return {"name": path.name, "summary": path.summary, "steps": steps}
