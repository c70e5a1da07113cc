"""Import a folder or a list into a room: read, convert, save in batches, report. Called by the command line."""

from dataclasses import replace
from pathlib import Path

from ion.commons.importing import queries
from ion.commons.importing.gathering import Gathering
from ion.commons.importing.keeping import Keeping
from ion.commons.importing.mapping import SourceMap, read_map
from ion.commons.importing.place import place
from ion.commons.importing.records import BESIDES, Records
from ion.commons.importing.report import Report
from ion.commons.importing.rows import Rows
from ion.commons.importing.running import Progress, Run, Steps
from ion.commons.importing.saving import Saver
from ion.core import clock
from ion.core.ports.importing import IMPORTERS, Importer, UnknownImporter, importer_named
from ion.core.ports.records import RECORD_IMPORTERS, RecordImporter


class NothingThere(Exception):
    """The path to import from is no folder."""


def no_progress(done: int, total: int) -> None:
    """Say nothing."""


def load_map(file: Path | None) -> SourceMap:
    """The map in `file`, or the defaults; raises MapError."""
    room_fields = {name for importer in IMPORTERS for name in importer.fields}
    record_fields = {each.table: {*BESIDES, *each.words, *each.lists} for each in RECORD_IMPORTERS}
    return read_map(file, room_fields, record_fields) if file else SourceMap()


def names() -> tuple[str, ...]:
    """Everything that can be imported, as the command line calls it."""
    return tuple(each.name for each in (*IMPORTERS, *RECORD_IMPORTERS))


def import_from(
    path: Path,
    name: str,
    source_map: SourceMap | None = None,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    progress: Progress = no_progress,
) -> Report:
    """Import `path` as what the command line calls `name`: items (`import_folder`) or records (`import_records`)."""
    if name not in names():
        raise UnknownImporter(f"{name!r} cannot be imported; known: {', '.join(names())}")
    taken_in = import_records if name in [each.name for each in RECORD_IMPORTERS] else import_folder
    return taken_in(path, name, source_map, dry_run=dry_run, overwrite=overwrite, progress=progress)


def import_records(
    path: Path,
    name: str,
    source_map: SourceMap | None = None,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    progress: Progress = no_progress,
) -> Report:
    """Import people, topics or organizations from a folder of Markdown, a YAML list, CSV or XLSX.

    Call it as `import_folder`. Importing the same again changes only what changed in its source; what was changed
    here stays as it is, unless `overwrite`, and is named in the report. Nobody becomes able to sign in.
    Raises UnknownImporter and MapError before anything is written.
    """
    importer = record_importer_named(name)
    source_map = source_map or SourceMap()
    report = Report(is_dry=dry_run)
    rows = Rows(path, importer.part, source_map, report)
    records = Records(importer, source_map, rows, report).read()
    Keeping(importer, report, Steps(len(records), progress), overwrite).keep(records)
    return report


def record_importer_named(name: str) -> RecordImporter:
    for importer in RECORD_IMPORTERS:
        if importer.name == name:
            return importer
    raise UnknownImporter(name)


def import_folder(
    path: Path,
    name: str,
    source_map: SourceMap | None = None,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    progress: Progress = no_progress,
) -> Report:
    """Import every file below `path` as items of the room that offers `name` ("posts", "practices").

    Call it inside an app context and outside any unit of work. Importing the same folder again changes only what
    changed in the files; what staff changed here stays, and the new text waits beside it, unless `overwrite`.
    `dry_run` writes nothing and reports the same. `progress(done, total)` is called for every step, `total` being
    known once the files are read. Raises UnknownImporter, NothingThere and MapError before anything is written.
    """
    importer = importer_named(name)
    return import_items(path, importer, source_map, dry_run=dry_run, overwrite=overwrite, progress=progress)


def import_items(
    path: Path,
    importer: Importer,
    source_map: SourceMap | None = None,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    progress: Progress = no_progress,
) -> Report:
    """`import_folder` for a room's importer, one that the command line does not name included."""
    if not path.is_dir():
        raise NothingThere(f"{path} is not a folder")
    source_map = source_map or SourceMap()
    report = Report(is_dry=dry_run)
    prefixes = tuple(each.path_prefix for each in IMPORTERS)
    at = place(path, importer.name, source_map)
    gathering = Gathering(at, source_map, importer, report, clock.now(), prefixes)
    gathering.read()
    saver = Saver(importer, report, queries.known(gathering.place.namespace), overwrite)
    saver.look()
    Run(gathering, saver, Steps(2 * len(gathering.entries), progress), dry_run).finish()
    if report.counts["new"] and not dry_run:
        link_the_others(gathering, overwrite)
    return report


def link_the_others(gathering: Gathering, overwrite: bool) -> None:
    """Links that led nowhere until now: what came from the same site before, as other kinds, is linked anew."""
    source_map, root, report = gathering.map, gathering.place.root, gathering.report
    for importer in IMPORTERS:
        saver = Saver(importer, Report(), queries.known(gathering.place.namespace), overwrite)
        if importer is gathering.importer or not source_map.folders.get(importer.name):
            continue
        if not any(known.kind == importer.kind for known in saver.known.values()):
            continue
        others = replace(
            gathering, place=place(root, importer.name, source_map), importer=importer, report=Report()
        )
        others.entries, others.redirects = [], []
        others.read()
        others.entries = [entry for entry in others.entries if others.source_of(entry) in saver.known]
        saver.look()
        Run(others, saver, Steps(0, no_progress), is_dry=False, only_links=True).finish()
        report.counts["linked anew"] += others.report.counts["changed"]
