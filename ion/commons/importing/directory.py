"""Who and what items name: people and topics, read from their own files when an item needs them."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from ion.base.vocabulary.topics import TOPIC_SEEDS
from ion.commons.importing import fields
from ion.commons.importing.fields import FieldRefused
from ion.commons.importing.mapping import SourceMap
from ion.commons.importing.reading import Source, Unreadable, read_source
from ion.commons.importing.report import Report
from ion.core import text
from ion.core.ports.importing import ImportedPerson, ImportedTopic

SEEDS = {seed.key: ImportedTopic(seed.key, seed.name, seed.summary) for seed in TOPIC_SEEDS}
SAMPLE = "(sample)"


@dataclass(slots=True)
class Directory:
    """The folders of authors and topics of one site. Names are found whatever their letter case."""

    root: Path
    namespace: str
    map: SourceMap
    report: Report
    people: dict[str, ImportedPerson | None] = field(default_factory=dict)
    topics: dict[str, ImportedTopic] = field(default_factory=dict)
    listings: dict[str, dict[str, Path]] = field(default_factory=dict)
    full_names: dict[str, list[ImportedPerson]] | None = None

    def person(self, name: str) -> ImportedPerson | None:
        """The person of that folder or, where it is no folder, of that name; None (and a remark) if it is neither."""
        key = name.casefold()
        if key not in self.people:
            self.people[key] = (
                self.described_person(name) or self.person_called(name) or self.named_person(name)
            )
        return self.people[key]

    def person_called(self, full_name: str) -> ImportedPerson | None:
        """The one person whose file gives that full name; None where there are none or several."""
        if self.full_names is None:
            self.full_names = {}
            quiet = replace(self, report=Report())
            for name in self.listing("authors"):
                if found := quiet.described_person(name):
                    self.full_names.setdefault(found.name.casefold(), []).append(found)
        called = self.full_names.get(text.squeeze(full_name, 200).casefold(), [])
        return called[0] if len(called) == 1 else None

    def described_person(self, name: str) -> ImportedPerson | None:
        source = self.file_of("authors", name)
        if source is None:
            return None
        parts = self.map.author
        full_name = fields.words(source.front, parts.get("name", ()))
        if not full_name:
            self.report.add(source.path, "author", "the file gives no name")
            return None
        slug = fields.words(source.front, parts.get("slug", ())) or name
        return ImportedPerson(
            source=f"{self.namespace}:authors/{name.casefold()}",
            slug=text.slug(slug),
            name=text.squeeze(full_name, 200),
            affiliation=text.squeeze(fields.words(source.front, parts.get("affiliation", ())), 200),
        )

    def named_person(self, name: str) -> ImportedPerson | None:
        if not (" " in name.strip() or name[:1].isupper()):
            self.report.add(f"authors/{name}", "author", "named by an item, but there is no such file")
            return None
        full_name = text.squeeze(name, 200)
        slug = text.slug(full_name)
        return ImportedPerson(
            f"{self.namespace}:person/{slug}", slug, full_name, is_sample=SAMPLE in full_name
        )

    def topic(self, name: str) -> ImportedTopic:
        """The topic of that key, as its file or ION's own list describes it, else named after its key."""
        key = text.slug(name, 120)
        if key not in self.topics:
            self.topics[key] = self.described_topic(name, key) or SEEDS.get(key) or self.new_topic(name, key)
        return self.topics[key]

    def described_topic(self, name: str, key: str) -> ImportedTopic | None:
        source = self.file_of("topics", name)
        if source is None:
            return None
        title = fields.words(source.front, self.map.topic.get("name", ()))
        summary = fields.words(source.front, self.map.topic.get("summary", ()))
        return ImportedTopic(key, text.squeeze(title, 200) or key, text.squeeze(summary, 1000))

    def new_topic(self, name: str, key: str) -> ImportedTopic:
        title = text.squeeze(name.replace("-", " ").capitalize() if name == key else name, 200)
        return ImportedTopic(key, title)

    def file_of(self, part: str, name: str) -> Source | None:
        """The file that describes `name`: `<folder>/<name>/_index.md` or `<folder>/<name>.md`."""
        file = self.listing(part).get(name.casefold())
        if file is None:
            return None
        try:
            source = read_source(file, self.root, self.map.largest_file)
            fields.words(source.front, self.map.author.get("name", ()))
            return source
        except (Unreadable, FieldRefused) as error:
            self.report.add(file.relative_to(self.root).as_posix(), "refused", str(error))
            return None

    def listing(self, part: str) -> dict[str, Path]:
        if part not in self.listings:
            self.listings[part] = dict(
                (entry.name.removesuffix(".md").casefold(), entry / "_index.md" if entry.is_dir() else entry)
                for folder in self.map.folders.get(part, ())
                if (self.root / folder).is_dir()
                for entry in sorted((self.root / folder).iterdir())
            )
        return self.listings[part]
