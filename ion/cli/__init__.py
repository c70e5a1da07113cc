"""The command line: `ion --help`. Each command says what it did, and what to do when it cannot."""

import click

from ion import __version__
from ion.cli.content import demo_command, import_command
from ion.cli.mail import mail_group
from ion.cli.mentoring import mentoring_group
from ion.cli.running import doctor_command, serve, upgrade, worker
from ion.cli.search import search_group
from ion.cli.users import user_group


@click.group()
@click.version_option(__version__)
def ion() -> None:
    """ION, a peer-learning network portal for the public workforce system."""


for command in (
    serve,
    worker,
    upgrade,
    doctor_command,
    demo_command,
    import_command,
    search_group,
    user_group,
    mail_group,
    mentoring_group,
):
    ion.add_command(command)


def main() -> None:
    """The console script."""
    ion()
