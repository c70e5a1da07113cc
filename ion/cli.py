"""The command line: `ion --help`. Each command says what it did, and what to do when it cannot."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import flask_migrate
from flask import Flask
from rich.console import Console
from rich.progress import Progress

from ion import __version__, doctor, serving
from ion.app import create_app
from ion.base.config import SettingError, Settings, from_environment
from ion.base.extensions import db
from ion.commons.importing import services as importing
from ion.commons.importing.mapping import MapError
from ion.core.access import PUBLIC
from ion.core.ports.search import SearchUnavailable
from ion.core.unit_of_work import unit_of_work
from ion.demo import services as demo
from ion.library import services as library
from ion.search import services as search
from ion.worker import Worker, wake_on_commit

console = Console(stderr=True)


@click.group()
@click.version_option(__version__)
def ion() -> None:
    """ION, a peer-learning network portal for the public workforce system."""


def settings() -> Settings:
    try:
        return from_environment()
    except SettingError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def site(*, must_be_current: bool = True) -> Iterator[Flask]:
    """The site in this process, its context open; refuses a database that is not up to date."""
    app = create_app(settings())
    with app.app_context():
        try:
            if must_be_current and doctor.revision_found() != doctor.revision_expected():
                raise click.ClickException("The database is not up to date. Run: ion upgrade")
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def progress_bar(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error; the function it gives takes how many are done."""
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)


@ion.command()
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each web process.")
def serve(workers: int, threads: int) -> None:
    """Serve the site: web server and worker under one command (address: HOST, PORT)."""
    chosen = settings()
    with site():
        pass
    host, port = os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 5000)
    plan = serving.Plan(workers, threads, host, port)
    sys.exit(serving.Supervisor(chosen, plan).run())


@ion.command()
def worker() -> None:
    """Run the worker alone: it keeps the search index up to date and does what is due."""
    with site() as app:
        Worker(app).run()


@ion.command()
def upgrade() -> None:
    """Bring the database up to date, and plant stages and topics where there are none."""
    with site(must_be_current=False):
        before = doctor.revision_found()
        flask_migrate.upgrade()
        with unit_of_work():
            library.plant_vocabulary()
        after = doctor.revision_found()
    click.echo(
        f"The database is at revision {after}." if before == after else f"Brought the database to {after}."
    )


@ion.command("doctor")
def doctor_command() -> None:
    """Look at settings, database, index, worker, work and disk; say what to do where something is not well."""
    chosen = settings()
    ill = False
    with site(must_be_current=False):
        for finding in doctor.look(chosen):
            ill = ill or bool(finding.advice)
            mark = "TO DO" if finding.advice else "ok"
            click.echo(f"{mark:6}{finding.name}: {finding.state}")
            if finding.advice:
                click.echo(f"      {finding.advice}")
    sys.exit(1 if ill else 0)


@ion.command("demo")
@click.option("--remove", is_flag=True, help="Remove all sample content.")
def demo_command(remove: bool) -> None:
    """Plant the sample network; again, it changes nothing. Refused in production."""
    if settings().is_production:
        raise click.ClickException("Sample content has no place in production (ION_ENV=production).")
    with site() as app:
        wake_on_commit(app)
        if remove:
            click.echo(f"Removed {demo.remove():,} sample items.")
            return
        with progress_bar("Sample network") as bar:
            report = demo.plant(lambda done, _total: bar(done))
    click.echo(report)


@ion.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--as", "name", required=True, type=click.Choice(["posts", "practices"]), help="What the files are."
)
@click.option(
    "--map", "map_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A TOML map."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--overwrite", is_flag=True, help="Also replace what staff changed here.")
@click.option(
    "--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), help="Write every row as CSV."
)
def import_command(
    path: Path, name: str, map_file: Path | None, dry_run: bool, overwrite: bool, report_file: Path | None
) -> None:
    """Take in a folder of Markdown files with front matter. Again, it updates what is unchanged here."""
    with site() as app, Progress(console=console, transient=True) as bar:
        wake_on_commit(app)
        task = bar.add_task(f"Importing {name}", total=None)
        try:
            report = importing.import_folder(
                path,
                name,
                importing.load_map(map_file),
                dry_run=dry_run,
                overwrite=overwrite,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        except (importing.NothingThere, MapError) as error:
            raise click.ClickException(str(error)) from error
    click.echo("\n".join(report.lines()))
    if report_file:
        report.write_csv(report_file)


@ion.group("search")
def search_group() -> None:
    """The search index: make it again, compare it, ask it."""


@contextmanager
def index_needed() -> Iterator[None]:
    """Say what to do where there is no index to read."""
    try:
        yield
    except SearchUnavailable:
        raise click.ClickException("There is no readable index. Run: ion search rebuild") from None


@search_group.command()
def rebuild() -> None:
    """Make the index again from the database; searches go on meanwhile."""
    with site(), progress_bar("Search index", search.count_documents()) as bar:
        total = search.rebuild(bar)
    click.echo(f"The index holds {total:,} documents.")


@search_group.command()
def check() -> None:
    """Compare the index with the database; the exit status is 1 when they differ."""
    with site(), index_needed():
        found = search.check()
    if found.is_equal:
        click.echo(f"Equal: {found.documents:,} documents.")
        return
    for name, keys in (("missing", found.missing), ("stale", found.stale), ("left over", found.extra)):
        for kind, id in keys:
            click.echo(f"{name}: {kind} {id}")
    sys.exit(1)


@search_group.command()
@click.argument("words")
@click.option("--kind", default="", help="Only this kind: practice, post, tool.")
@click.option("--limit", default=10, show_default=True)
def query(words: str, kind: str, limit: int) -> None:
    """Search from the shell, as a visitor would."""
    with site(), index_needed():
        found = search.ask(words, kind, limit, frozenset({PUBLIC}))
    click.echo(
        f"{found.total:,} found" + (f" (did you mean: {found.did_you_mean}?)" if found.did_you_mean else "")
    )
    for row in found.rows:
        click.echo(f"{row.score:7.3f}  {row.kind:9} {row.title}\n                   {row.path}")


def main() -> None:
    """The console script."""
    ion()


if __name__ == "__main__":
    main()
