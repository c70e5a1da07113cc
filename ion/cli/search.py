"""The search index: make it again, compare it, ask it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ion.cli.base import progress_bar, site
from ion.core.access import PUBLIC
from ion.core.ports.search import SearchUnavailable
from ion.search import services as search


@click.group("search")
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
