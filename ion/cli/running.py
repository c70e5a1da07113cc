"""Serving, working, bringing the database up to date, and looking whether all is well."""

import os
import sys

import click
import flask_migrate

from ion import doctor, serving
from ion.cli.base import settings, site
from ion.core.unit_of_work import unit_of_work
from ion.directory.services.areas import plant_areas
from ion.library import services as library
from ion.worker import Worker


@click.command()
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


@click.command()
def worker() -> None:
    """Run the worker alone: it keeps the search index up to date and does what is due."""
    with site() as app:
        Worker(app).run()


@click.command()
def upgrade() -> None:
    """Bring the database up to date, and plant stages, topics and local areas where there are none."""
    with site(must_be_current=False):
        before = doctor.revision_found()
        flask_migrate.upgrade()
        with unit_of_work():
            library.plant_vocabulary()
            plant_areas()
        after = doctor.revision_found()
    click.echo(
        f"The database is at revision {after}." if before == after else f"Brought the database to {after}."
    )


@click.command("doctor")
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
