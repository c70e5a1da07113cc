"""One import from entries to rows: slugs, what changed, batches, redirects.

It is part of a command, so it opens its units of work itself: one for each batch.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from ion.commons.importing import queries, slugs
from ion.commons.importing.gathering import Gathering
from ion.commons.importing.report import Report
from ion.commons.importing.saving import BESIDE, Saver
from ion.commons.importing.shortcodes import Target
from ion.core import audit
from ion.core.ports.importing import IMPORTERS, ImportedItem
from ion.core.unit_of_work import unit_of_work

BATCH = 100
HALF = 32

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Steps:
    """Counts steps and tells whoever wants to know."""

    total: int
    tell: Progress
    done: int = 0

    def step(self, by: int = 1) -> None:
        self.done = min(self.total, self.done + by)
        self.tell(self.done, self.total)


@dataclass(slots=True)
class Run:
    """One import, from entries to rows."""

    gathering: Gathering
    saver: Saver
    steps: Steps
    is_dry: bool
    only_links: bool = False
    touched: set[int] = field(default_factory=set)

    @property
    def report(self) -> Report:
        return self.gathering.report

    def finish(self) -> None:
        if self.only_links:
            self.touched = queries.changed_by_staff([known.id for known in self.saver.known.values()])
        chosen = self.chosen_slugs()
        items = self.gathering.items(chosen, self.addresses(), self.steps.step)
        left = [item for item in items if self.is_changed(item)]
        self.steps.step(len(items) - len(left))
        for batch in batches(left):
            self.save(batch)
            self.steps.step(len(batch))
        if not self.only_links:
            self.redirect()
        if self.report.has_written and not self.is_dry:
            with unit_of_work():
                audit.record(
                    "imported", kind=self.saver.importer.kind, id=None, after=dict(self.report.counts)
                )
        self.steps.step(self.steps.total)

    def chosen_slugs(self) -> dict[str, str]:
        """A slug for each source; a remark where it is not the one wished for."""
        kind, known = self.saver.importer.kind, self.saver.known
        kept = {source: item.slug for source, item in known.items() if item.kind == kind}
        wishes = {self.gathering.source_of(entry): entry for entry in self.gathering.entries}
        taken = queries.slugs_of_others(kind, self.gathering.place.namespace)
        given = slugs.distinct([(source, entry.slug) for source, entry in wishes.items()], kept, taken)
        for source, entry in wishes.items():
            if given[source] != entry.slug:
                self.report.add(entry.source.path, "slug", f"{entry.slug} is taken: became {given[source]}")
        return given

    def addresses(self) -> list[tuple[str, Target]]:
        """Where items of other kinds from the same site are, by their paths below its root."""
        prefixes = {each.kind: each.path_prefix for each in IMPORTERS}
        start = len(self.gathering.place.namespace) + 1
        return [
            (source[start:], Target(prefixes[item.kind] + item.slug, item.title))
            for source, item in self.saver.known.items()
            if item.is_published and item.kind in prefixes and item.kind != self.saver.importer.kind
        ]

    def is_changed(self, item: ImportedItem) -> bool:
        """Whether the item differs from what was imported last; what does not is counted and left alone."""
        before = self.saver.known.get(item.source)
        if before is None:
            return True
        if before.kind != self.saver.importer.kind:
            self.report.refuse(item.file, f"was imported before as a {before.kind}")
            return False
        now = item.digest()
        if before.source_hash == now:
            self.count("unchanged", item)
            return False
        return not self.only_links or (
            before.source_hash[:HALF] == now[:HALF] and before.id not in self.touched
        )

    def save(self, batch: list[ImportedItem]) -> None:
        """Save a batch; when the database refuses it, each item alone, so that one cannot keep the others out."""
        if self.is_dry:
            for fate, item in self.saver.foresee(batch):
                self.count(fate, item)
            return
        try:
            with unit_of_work():
                fates = self.saver.save(batch)
        except SQLAlchemyError as error:
            self.saver.look()
            if len(batch) == 1:
                self.report.refuse(batch[0].file, f"the database refused it: {type(error).__name__}")
            else:
                for item in batch:
                    self.save([item])
            return
        for fate, item in fates:
            self.count(fate, item)

    def count(self, fate: str, item: ImportedItem) -> None:
        self.report.count(fate)
        if fate == BESIDE:
            self.report.add(
                item.file, BESIDE, "ION staff changed it here: the new text waits as a draft revision"
            )
        elif fate != "unchanged":
            self.report.count("of these drafts" if item.is_draft else "of these published")
            if item.expires_at and item.expires_at <= self.gathering.at and not item.is_draft:
                self.report.count("of these archived")

    def redirect(self) -> None:
        """Old addresses that lead elsewhere than to an item of this run."""
        rows = list(self.gathering.moves())
        if self.is_dry:
            self.report.counts["redirect"] += sum(
                1 for path, _, _ in rows if path not in self.saver.addresses
            )
        elif any(path not in self.saver.addresses for path, _, _ in rows):
            with unit_of_work():
                for path, target, file in rows:
                    if self.saver.redirect(path, None, target, file):
                        self.report.count("redirect")


def batches(items: list[ImportedItem]) -> Iterator[list[ImportedItem]]:
    for at in range(0, len(items), BATCH):
        yield items[at : at + BATCH]
