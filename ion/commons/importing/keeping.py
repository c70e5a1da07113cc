"""Records to rows of the room: in batches, each in one unit of work, reported one by one.

It is part of a command, so it opens its units of work itself.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from ion.base.extensions import db
from ion.commons.importing import queries
from ion.commons.importing.report import Report
from ion.commons.importing.running import BATCH, Steps
from ion.core import audit
from ion.core.ports.records import Fate, ImportedRecord, Outcome, RecordImporter
from ion.core.unit_of_work import unit_of_work
from ion.models import OldAddress


class Foreseen(Exception):
    """A dry run ends each batch with this, so that nothing of it stays."""


@dataclass(slots=True)
class Keeping:
    """Saves the records of one import."""

    importer: RecordImporter
    report: Report
    steps: Steps
    overwrite: bool = False
    addresses: dict[str, tuple[int | None, str]] = field(default_factory=dict)

    def keep(self, records: Sequence[ImportedRecord]) -> None:
        """Save those that the room can take, and write down that there was an import, if it changed anything."""
        taken = [record for record in records if self.is_taken(record)]
        self.steps.step(len(records) - len(taken))
        self.addresses = queries.old_addresses()
        for at in range(0, len(taken), BATCH):
            self.save(taken[at : at + BATCH])
            self.steps.step(len(taken[at : at + BATCH]))
        if self.report.has_written and not self.report.is_dry:
            with unit_of_work():
                audit.record("imported", kind=self.importer.kind, id=None, after=dict(self.report.counts))

    def is_taken(self, record: ImportedRecord) -> bool:
        reasons = self.importer.problems(record)
        if reasons:
            self.report.refuse(record.where, "; ".join(reasons))
        return not reasons

    def save(self, batch: Sequence[ImportedRecord]) -> None:
        """Save a batch; when the database refuses it, each record alone, so that one cannot keep the others out."""
        try:
            outcomes = self.saved(batch)
        except SQLAlchemyError as error:
            self.addresses = queries.old_addresses()
            if len(batch) == 1:
                self.report.refuse(batch[0].where, f"the database refused it: {type(error).__name__}")
            else:
                for record in batch:
                    self.save([record])
            return
        for record, outcome in zip(batch, outcomes, strict=True):
            self.report.count(outcome.fate)
            if outcome.fate is Fate.LEFT:
                self.report.add(record.where, Fate.LEFT, outcome.why)

    def saved(self, batch: Sequence[ImportedRecord]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        with suppress(Foreseen), unit_of_work():
            outcomes = self.importer.save(batch, overwrite=self.overwrite)
            for record, outcome in zip(batch, outcomes, strict=True):
                self.lead(record, outcome.path)
            db.session.flush()
            if self.report.is_dry:
                raise Foreseen
        return outcomes

    def lead(self, record: ImportedRecord, target: str) -> None:
        """Old addresses lead to where the thing stands now, unless they lead elsewhere already."""
        for path in record.paths:
            if path not in self.addresses:
                self.addresses[path] = (None, target)
                db.session.add(OldAddress(path=path, target=target))
                self.report.count("redirect")
            elif self.addresses[path] != (None, target):
                self.report.add(record.where, "alias", f"{path} leads elsewhere already")
