"""Mentoring: check a match record, anywhere, without a database."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from ion.core.matching.record import verify as problems_of

MODES = {
    "stable": "no mentee and mentor would both rather have each other",
    "best_total": "no other matching has more points",
    "most_placed": "no other matching places more mentees, nor as many with more points",
}


@click.group("mentoring")
def mentoring_group() -> None:
    """Mentoring: check a match record."""


@mentoring_group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Check that a downloaded match record proves what it says; the exit status is 1 when it does not."""
    try:
        record = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file.name} is not JSON: {error}") from error
    if problems := problems_of(record):
        for problem in problems:
            click.echo(problem)
        click.echo(f"{file.name} does not hold.")
        sys.exit(1)
    click.echo(valid_words(record))


def valid_words(record: dict[str, Any]) -> str:
    """What a valid record proves."""
    figures, inputs = record["figures"], record["inputs"]
    decided = len(inputs["fixed"]) + len(inputs["edited"])
    return (
        f"Valid: {figures['placed']:,} of {figures['mentees']:,} mentees have a mentor, all limits and constraints are "
        f"kept, {decided:,} decided by ION staff are as they decided, and {MODES[record['mode']]}.\n"
        f"Inputs: SHA-256 {record['inputs_hash']}"
    )
