"""What happened, as the outbox keeps it between the signal and the telling."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ion.core import outbox
from ion.core.outbox import Work

FAN_OUT = "notifications.fan_out"
FORGET = "notifications.forget"


@dataclass(frozen=True, slots=True)
class Happening:
    """The signal of that name was sent about (kind, id) at an instant.

    `occurrence` tells two happenings of one kind to one thing apart; `actor_id` is the person who did it; `details`
    are what the signal said besides, as JSON has it.
    """

    signal: str
    kind: str
    id: int
    at: datetime
    occurrence: str = ""
    actor_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def tell_later(happening: Happening) -> None:
    """Let the worker tell whom it concerns; one outbox row, in the present transaction."""
    ask(FAN_OUT, happening)


def forget_later(happening: Happening) -> None:
    """Let the worker forget what was told about the thing before this happened."""
    ask(FORGET, happening)


def ask(task: str, happening: Happening) -> None:
    outbox.later(
        task,
        key=f"{happening.kind}:{happening.id}:{happening.signal}:{happening.occurrence}",
        kind=happening.kind,
        id=happening.id,
        payload={
            "signal": happening.signal,
            "at": happening.at.isoformat(),
            "occurrence": happening.occurrence,
            "actor_id": happening.actor_id,
            "details": dict(happening.details),
        },
    )


def happening_of(work: Work) -> Happening:
    """What an outbox row is about."""
    told: dict[str, Any] = work.payload
    return Happening(
        signal=told["signal"],
        kind=work.kind,
        id=work.subject_id or 0,
        at=datetime.fromisoformat(told["at"]),
        occurrence=told["occurrence"],
        actor_id=told["actor_id"],
        details=told.get("details", {}),
    )
