"""Everything of an import that needs no database: files to entries, entries to items ready to be saved."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ion.commons.importing.converting import convert
from ion.commons.importing.directory import Directory
from ion.commons.importing.entries import Entry, entry, is_left_out, plain_alias
from ion.commons.importing.fields import FieldRefused
from ion.commons.importing.links import AddressBook
from ion.commons.importing.mapping import SourceMap
from ion.commons.importing.place import Place
from ion.commons.importing.reading import Unreadable, markdown_files, read_source
from ion.commons.importing.report import Report
from ion.commons.importing.shortcodes import Target
from ion.core.conversion.losses import Losses
from ion.core.ports.importing import ImportedItem, Importer, fingerprint
from ion.core.text import refusal


@dataclass(slots=True)
class Gathering:
    """One reading of a folder for one importer."""

    place: Place
    map: SourceMap
    importer: Importer
    report: Report
    at: datetime
    own: tuple[str, ...] = ()
    entries: list[Entry] = field(default_factory=list)
    redirects: list[Entry] = field(default_factory=list)
    latest: AddressBook = field(default_factory=AddressBook)

    def source_of(self, entry: Entry) -> str:
        return f"{self.place.namespace}:{entry.source.path}"

    def read(self) -> None:
        """Read every file; what is refused or skipped stands in the report."""
        for folder in self.place.folders:
            for file in markdown_files(folder):
                self.report.files += 1
                self.read_file(file)

    def read_file(self, file: Path) -> None:
        shown = file.relative_to(self.place.root).as_posix()
        try:
            source = read_source(file, self.place.root, self.map.largest_file)
            if is_left_out(source, self.map):
                self.report.count("skipped")
                return
            made = entry(source, self.map, self.importer.fields)
            if made.redirect:
                self.redirects.append(made)
            elif not source.text.strip() and not made.link_url:
                raise FieldRefused("no text, and no link to one")
            else:
                self.entries.append(made)
        except (Unreadable, FieldRefused) as error:
            self.report.refuse(shown, str(error))

    def items(
        self, slugs: Mapping[str, str], known: Iterable[tuple[str, Target]], step: Callable[[], None]
    ) -> list[ImportedItem]:
        """Convert every entry; `known` are paths below the root of what is here already, and where it is.

        An item that turns out to be refused leads nowhere: what links to it is converted again without the link.
        """
        left = self.entries
        made: dict[str, ImportedItem] = {}
        again = list(left)
        book = self.book(left, slugs, known)
        people = Directory(self.place.root, self.place.namespace, self.map, self.report)
        remarks: dict[str, Losses] = {}
        while again:
            for each in again:
                losses = remarks[each.source.path] = Losses()
                made[each.source.path] = self.item(each, slugs[self.source_of(each)], book, people, losses)
                step()
            refused = {path for path, item in made.items() if self.refused(item)}
            gone = [self.importer.path_prefix + made.pop(path).slug for path in refused]
            left = [each for each in left if each.source.path not in refused]
            book = self.book(left, slugs, known)
            again = [
                each
                for each in left
                if any(f"({address}" in made[each.source.path].markdown for address in gone)
            ]
        self.remark(made.values(), remarks)
        return list(made.values())

    def book(
        self, entries: list[Entry], slugs: Mapping[str, str], known: Iterable[tuple[str, Target]]
    ) -> AddressBook:
        """Every address a link may lead to: what is published in this run and what is here already."""
        book = AddressBook(self.map.site, self.map.hosts, self.own)
        for each in entries:
            if not self.is_draft(each):
                target = Target(self.importer.path_prefix + slugs[self.source_of(each)], each.title)
                book.add(each.source.path, target, [each.old_address, *each.aliases])
        for path, target in known:
            book.add(path, target)
        self.latest = book
        for each in self.redirects:
            if target_now := redirected(each.redirect, book):
                book.add(each.source.path, Target(target_now, each.title), [each.old_address, *each.aliases])
        return book

    def is_draft(self, entry: Entry) -> bool:
        return entry.is_draft or (not self.importer.happens and self.lies_ahead(entry.published_at))

    def lies_ahead(self, instant: datetime | None) -> bool:
        return instant is not None and instant > self.at

    def item(
        self, entry: Entry, slug: str, book: AddressBook, people: Directory, losses: Losses
    ) -> ImportedItem:
        def markdown(words: str) -> str:
            return convert(words, self.map.shortcodes, book, entry.source.path, losses, self.map.rewrites)

        authors = [people.person(name) for name in entry.authors]
        return ImportedItem(
            source=self.source_of(entry),
            file=entry.source.path,
            slug=slug,
            title=entry.title,
            text_digest=fingerprint({"text": entry.source.text, "extra": dict(entry.extra)}),
            summary=entry.summary,
            markdown=markdown(entry.source.text),
            link_url=entry.link_url,
            link_name=entry.link_name,
            is_draft=self.is_draft(entry),
            is_sample=entry.is_sample,
            published_at=entry.published_at,
            expires_at=entry.expires_at,
            first_published_on=entry.first_published_on,
            reviewed_on=entry.reviewed_on,
            authors=tuple(dict.fromkeys(person for person in authors if person)),
            posted_by=people.person(entry.posted_by) if entry.posted_by else None,
            topics=tuple(people.topic(name) for name in entry.topics),
            paths=old_paths(entry, losses),
            extra={name: with_texts(found, markdown) for name, found in entry.extra.items()},
            counted=entry.counted,
        )

    def moves(self) -> Iterator[tuple[str, str, str]]:
        """(old path, where it leads now, file) for every file that is only a redirect; the book must be made."""
        for each in self.redirects:
            target = redirected(each.redirect, self.latest)
            if target is None:
                self.report.refuse(
                    each.source.path, f"redirects to what is no address: {each.redirect[:200]}"
                )
                continue
            for path in (f"{self.importer.path_prefix}{each.slug}/", *old_paths(each, Losses())):
                yield path, target, each.source.path

    def refused(self, item: ImportedItem) -> bool:
        reasons = list(self.importer.problems(item))
        if not item.markdown.strip() and not item.link_url:
            reasons.append("no text is left, and there is no link to one")
        if too_long := refusal(item.markdown):
            reasons.append(too_long)
        for reason in reasons:
            self.report.add(item.file, "refused", reason)
        if reasons:
            self.report.count("refused")
        return bool(reasons)

    def remark(self, items: Iterable[ImportedItem], remarks: Mapping[str, Losses]) -> None:
        for item in items:
            self.report.counts["links to items here"] += item.markdown.count("](/")
            if self.lies_ahead(item.published_at) and not self.importer.happens:
                self.report.add(item.file, "draft", "its date lies ahead: kept as a draft")
            for what, words in remarks[item.file].rows():
                self.report.add(item.file, what, words)


def redirected(wanted: str, book: AddressBook) -> str | None:
    """Where a redirect leads: to an item, to a full address, or to a path of the site that was imported."""
    if target := book.find(wanted):
        return target.address
    if wanted.startswith(("http://", "https://")):
        return wanted.replace(" ", "%20")
    if wanted.startswith("/") and not wanted.startswith("//") and book.site:
        return book.site + wanted
    return None


def old_paths(entry: Entry, losses: Losses) -> tuple[str, ...]:
    paths = {alias: plain_alias(alias) for alias in entry.aliases}
    for alias, path in paths.items():
        if not path:
            losses.note("alias", f"not a path: {alias[:200]}")
    return tuple(dict.fromkeys(path for path in paths.values() if path))


def with_texts(found: Any, markdown: Callable[[str], str]) -> Any:
    """A room's own field with every `text` in it converted like a body."""
    if isinstance(found, list):
        return [with_texts(each, markdown) for each in found]
    if isinstance(found, dict):
        return {
            name: markdown(each) if name == "text" and isinstance(each, str) else with_texts(each, markdown)
            for name, each in found.items()
        }
    return found
