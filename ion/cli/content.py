"""Bringing content in: the sample network, and imports."""

from pathlib import Path

import click
from rich.progress import Progress

from ion.cli.base import console, progress_bar, settings, site
from ion.commons.importing import services as importing
from ion.commons.importing.mapping import MapError
from ion.core.ports.importing import UnknownImporter
from ion.demo import services as demo
from ion.worker import wake_on_commit


@click.command("demo")
@click.option("--remove", is_flag=True, help="Remove it, and say what real people had attached to it.")
def demo_command(remove: bool) -> None:
    """Plant the sample network: organizations, people, and what they wrote. Refused in production.

    Again, it adds only what is missing.
    """
    if settings().is_production:
        raise click.ClickException("Sample content has no place in production (ION_ENV=production).")
    with site() as app:
        wake_on_commit(app)
        if remove:
            remove_samples()
            return
        with progress_bar("Sample network") as bar:
            report = demo.plant(lambda done, _total: bar(done))
    click.echo(report)


def remove_samples() -> None:
    """Say what goes with the sample network, then remove it."""
    goes = ", ".join(f"{number:,} {what}" for what, number in demo.attached().items())
    click.echo(f"Of real people, on sample content: {goes or 'nothing'}.")
    gone = demo.remove()
    click.echo(
        f"Removed {gone.items:,} items, {gone.people:,} people, "
        f"{gone.organizations:,} organizations of the sample network."
    )
    if gone.named:
        click.echo(f"Other content names them, so they stay, without a login: {', '.join(gone.named)}.")


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--as",
    "name",
    required=True,
    metavar="NAME",
    help="What it holds: posts, practices, webinars, people, topics, organizations.",
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
    """Take in a folder of Markdown files with front matter. Again, it updates what is unchanged here.

    People, topics and organizations may also stand in a list: YAML, CSV or XLSX.
    """
    with site() as app, Progress(console=console, transient=True) as bar:
        wake_on_commit(app)
        task = bar.add_task(f"Importing {name}", total=None)
        try:
            report = importing.import_from(
                path,
                name,
                importing.load_map(map_file),
                dry_run=dry_run,
                overwrite=overwrite,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        except (importing.NothingThere, MapError, UnknownImporter) as error:
            raise click.ClickException(str(error)) from error
    click.echo("\n".join(report.lines()))
    if report_file:
        report.write_csv(report_file)
