"""What every command needs: the site in this process, and words where it cannot be had."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import Flask
from rich.console import Console
from rich.progress import Progress

from ion import doctor
from ion.app import create_app
from ion.base.config import SettingError, Settings, from_environment
from ion.base.extensions import db

console = Console(stderr=True)


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
