"""Logins from the shell: for the first administrator, and for whoever cannot get in by mail."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ion.accounts import queries, services
from ion.cli.base import settings, site
from ion.commons.mailing.services import BadAddress, address_of, checked_address
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, User
from ion.worker import wake_on_commit

ROLES = click.Choice([grant.value for grant in Grant if grant is not Grant.MEMBER])


@click.group("user")
def user_group() -> None:
    """Logins: make one, give and take roles, let somebody choose a password, suspend, list."""


@contextmanager
def found(email: str) -> Iterator[User]:
    """The user of this address, inside a unit of work."""
    with site() as app:
        wake_on_commit(app)
        with unit_of_work():
            user = queries.user_by_email(address_of(email))
            if user is None:
                raise click.ClickException(
                    f"Nobody has an account with {email}. To make one: ion user create"
                )
            try:
                yield user
            except services.LastAdmin:
                raise click.ClickException(
                    "This is the last admin, and one stays. Make another first: ion user role EMAIL add admin"
                ) from None


def password_link(user: User) -> str:
    """A link, good once within 24 hours, by which the user chooses a password."""
    return f"{settings().public_url}/account/reset/{services.reset_secret(user)}"


def tell_link(email: str, link: str) -> None:
    click.echo(f"{email} chooses a password here, once, within 24 hours:\n{link}")


@user_group.command()
@click.argument("email")
@click.option(
    "--role", "roles", multiple=True, type=ROLES, help="Besides member; may be given more than once."
)
@click.option("--name", default="", help="The name peers see; by default what stands before the @.")
def create(email: str, roles: tuple[str, ...], name: str) -> None:
    """Make a login and print a link to choose its password; there is no default password."""
    try:
        address = checked_address(email).lower()
    except BadAddress as error:
        raise click.ClickException(f"{email} is no email address: {error}") from error
    with site() as app:
        wake_on_commit(app)
        try:
            with unit_of_work():
                user = services.create(address, name or address.partition("@")[0], *map(Grant, roles))
                link = password_link(user)
        except services.AlreadyThere:
            raise click.ClickException(
                f"{address} has an account. To give it a role: ion user role {address} add admin"
            ) from None
    tell_link(address, link)


@user_group.command()
@click.argument("email")
@click.argument("deed", type=click.Choice(["add", "remove"]))
@click.argument("role", type=ROLES)
def role(email: str, deed: str, role: str) -> None:
    """Give or take a role; whoever it is signs in anew. The last admin stays."""
    with found(email) as user:
        change = services.grant if deed == "add" else services.revoke
        is_changed = change(user, Grant(role))
    is_held = "is" if deed == "add" else "is not"
    news = f"now {role}" if deed == "add" else f"no longer {role}"
    click.echo(f"{email} is {news}." if is_changed else f"{email} {is_held} {role}; nothing was changed.")


@user_group.command()
@click.argument("email")
def password(email: str) -> None:
    """Print a link by which somebody chooses a new password; the present one stays until then."""
    with found(email) as user:
        if user.suspended_at is not None:
            raise click.ClickException(f"{email} is suspended. First: ion user restore {email}")
        link = password_link(user)
    tell_link(email, link)


@user_group.command()
@click.argument("email")
@click.option("--reason", default="", help="Written into the audit log.")
def suspend(email: str, reason: str) -> None:
    """End every right and every sign-in of somebody, from their next request on."""
    with found(email) as user:
        is_changed = services.suspend(user, reason=reason)
    click.echo(f"{email} is {'suspended' if is_changed else 'suspended already; nothing was changed'}.")


@user_group.command()
@click.argument("email")
def restore(email: str) -> None:
    """Give a suspended user their rights back."""
    with found(email) as user:
        is_changed = services.restore(user)
    click.echo(f"{email} {'may sign in again' if is_changed else 'is not suspended; nothing was changed'}.")


@user_group.command("list")
def list_command() -> None:
    """Every login with its roles, and what hinders it."""
    with site():
        rows = queries.logins()
    if not rows:
        click.echo("Nobody yet. The first administrator: ion user create EMAIL --role admin")
    for row in rows:
        click.echo(f"{row.email:40} {', '.join(row.grants):20} {row.state:14} {row.name}".rstrip())
