"""The log of deeds, narrowed by who, what, to what and when."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from ion.base.extensions import db
from ion.core import reading
from ion.core.former import FORMER_MEMBER
from ion.core.site_settings import SETTINGS
from ion.core.times import zone_named
from ion.models import AuditRow, Person, User
from ion.staff.queries.things import PATHS, About, about_columns, abouts, with_item
from ion.staff.words import deed_in_words

AUDIT = "/staff/audit"
THE_SYSTEM = "the system"
SETTING = "setting"
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Filter:
    """Which deeds: by whom (letters of a name or email, or "the system"), which, to what, from and to which day.

    Days are days of `zone`, an IANA name; empty for the site's own.
    """

    who: str = ""
    action: str = ""
    kind: str = ""
    subject_id: int | None = None
    first: date | None = None
    last: date | None = None
    zone: str = ""

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """What an address says of it, defaults left out."""
        pairs = (
            ("who", self.who),
            ("action", self.action),
            ("kind", self.kind),
            ("id", str(self.subject_id or "")),
            ("from", self.first.isoformat() if self.first else ""),
            ("to", self.last.isoformat() if self.last else ""),
        )
        return tuple(pair for pair in pairs if pair[1])

    @property
    def condition(self) -> ColumnElement[bool]:
        """SQL over AuditRow."""
        parts: list[ColumnElement[bool]] = [true()]
        if self.who:
            parts.append(by_whom(self.who))
        if self.action:
            parts.append(AuditRow.action == self.action)
        if self.kind:
            parts.append(AuditRow.subject_kind == self.kind)
        if self.subject_id is not None:
            parts.append(AuditRow.subject_id == self.subject_id)
        if self.first:
            parts.append(AuditRow.at >= begin(self.first, self.zone))
        if self.last:
            parts.append(AuditRow.at < begin(self.last + timedelta(days=1), self.zone))
        return and_(*parts)


def begin(day: date, zone: str) -> datetime:
    """The instant at which a day begins in a zone."""
    return datetime.combine(day, time(), tzinfo=zone_named(zone))


def by_whom(who: str) -> ColumnElement[bool]:
    if who.lower() == THE_SYSTEM:
        return AuditRow.user_id.is_(None)
    named = or_(Person.name.icontains(who, autoescape=True), User.email.icontains(who, autoescape=True))
    return AuditRow.user_id.in_(
        select(User.id).join(Person, Person.id == User.person_id).where(named).scalar_subquery()
    )


class Kinds(NamedTuple):
    """Every deed in the log by name, with its words, and every kind of thing that was done to."""

    actions: dict[str, str]
    kinds: list[str]


def kinds() -> Kinds:
    rows = reading.rows(select(AuditRow.action, AuditRow.subject_kind).distinct()).all()
    actions = {action: deed_in_words(action) for action in sorted({row.action for row in rows})}
    return Kinds(actions, sorted({row.subject_kind for row in rows}))


def deed_total(chosen: Filter) -> int:
    asked = select(func.count()).select_from(AuditRow).where(chosen.condition)
    return int(reading.rows(asked).scalar_one())


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log; `who` is empty for the system and the command line."""

    id: int
    at: datetime
    who: str
    email: str
    action: str
    kind: str
    subject_id: int | None
    about: About
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def deeds_asked(chosen: Filter) -> Select[*tuple[Any, ...]]:
    kind: Any = AuditRow.subject_kind
    id: Any = AuditRow.subject_id
    asked: Select[*tuple[Any, ...]] = (
        select(AuditRow, Person.name, User.email, *about_columns(kind, id))
        .join(User, User.id == AuditRow.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .where(chosen.condition)
    )
    return with_item(asked, kind, id)


def deeds(chosen: Filter, scopes: frozenset[str], *, offset: int, limit: int) -> list[Deed]:
    """The log, newest first, for an admin with these scopes."""
    asked = deeds_asked(chosen).order_by(AuditRow.at.desc(), AuditRow.id.desc())
    return told(asked.offset(offset).limit(limit), scopes)


def every_deed(chosen: Filter, scopes: frozenset[str]) -> Iterator[Deed]:
    """All of the filtered log, the last written first, a few hundred in memory at a time."""
    last = None
    while True:
        asked = deeds_asked(chosen).order_by(AuditRow.id.desc()).limit(CHUNK)
        found = told(asked if last is None else asked.where(AuditRow.id < last), scopes)
        yield from found
        if len(found) < CHUNK:
            return
        last = found[-1].id
        db.session.expunge_all()


def told(asked: Select[*tuple[Any, ...]], scopes: frozenset[str]) -> list[Deed]:
    rows = db.session.execute(asked).all()
    about = abouts(rows, scopes, is_admin=True)
    return [
        Deed(
            row.AuditRow.id,
            row.AuditRow.at,
            row.name or former_actor(row.AuditRow),
            row.email or "",
            deed_in_words(row.AuditRow.action),
            row.AuditRow.subject_kind,
            row.AuditRow.subject_id,
            named_setting(row.AuditRow) if row.AuditRow.subject_kind == SETTING else thing,
            row.AuditRow.before,
            row.AuditRow.after,
        )
        for row, thing in zip(rows, about, strict=True)
    ]


def former_actor(row: AuditRow) -> str:
    """ "Former member" where whoever did it has left; empty for the system."""
    return FORMER_MEMBER if (row.after or {}).get("by") == FORMER_MEMBER else ""


def named_setting(row: AuditRow) -> About:
    """The setting that a deed changed, by its label."""
    labels = [SETTINGS[key].label for key in row.after or {} if key in SETTINGS]
    return About(f"{SETTING} “{labels[0]}”" if labels else SETTING, PATHS[SETTING])


def in_one_line(facts: dict[str, Any] | None) -> str:
    """Facts as "name: value; …"; empty for none."""
    return "; ".join(
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in (facts or {}).items()
    )
