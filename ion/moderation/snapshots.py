"""Snapshots as they are kept with a report, and read again."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from ion.core.ports.reports import Passage, Snapshot

WHY = "why"
"""Beside the snapshot: why the site itself held the thing, in words."""


def as_json(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as a report keeps it."""
    told = asdict(snapshot)
    told["files"] = list(snapshot.files)
    told["passages"] = [
        asdict(passage) | {"at": passage.at.isoformat() if passage.at else None}
        for passage in snapshot.passages
    ]
    return told


def from_json(told: dict[str, Any]) -> Snapshot:
    """The snapshot that a report keeps."""
    fields = {name: told[name] for name in told if name != WHY}
    return replace(Snapshot(**fields), passages=[passage_of(each) for each in told["passages"]])


def passage_of(told: dict[str, Any]) -> Passage:
    at = datetime.fromisoformat(told["at"]) if told["at"] else None
    return Passage(told["name"], told["text"], at, told["is_subject"])
