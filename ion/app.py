"""Composition: the only place that knows every room, and the only one that opens adapters."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from ion import offers
from ion.accounts import views as accounts
from ion.adapters.clamd_scanner import ClamdScanner
from ion.adapters.disk_storage import DiskStorage
from ion.adapters.flow_assignment import FlowAssignment
from ion.adapters.kept_mail import KeptMail
from ion.adapters.memory_search import MemorySearch
from ion.adapters.no_scanner import NoScanner
from ion.adapters.plain_assignment import PlainAssignment
from ion.adapters.smtp_mail import SmtpMail
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.base.config import ROOT, Settings, from_environment
from ion.base.extensions import db
from ion.blog import views as blog
from ion.cohorts import views as cohorts
from ion.commons.discussion import views as discussion
from ion.commons.files import views as files
from ion.commons.mailing import views as mailing
from ion.commons.publishing import views as publishing
from ion.commons.questions import quiet as question_polls
from ion.commons.questions import views as questions
from ion.commons.reactions import views as reactions
from ion.core import clock
from ion.core.ports import assignment, engine, mail, scanner, storage
from ion.core.unit_of_work import prepare
from ion.decks import views as decks
from ion.demo import views as demo
from ion.directory import views as directory
from ion.groups import views as groups
from ion.home import views as home
from ion.library import views as library
from ion.mentoring import views as mentoring
from ion.mentoring_program import views as mentoring_program
from ion.mentorships import views as mentorships
from ion.messaging import quiet as message_polls
from ion.messaging import views as messaging
from ion.moderation import views as moderation
from ion.newsletters import views as newsletters
from ion.notifications import views as notifications
from ion.pages import views as pages
from ion.privacy import views as privacy
from ion.recordings import views as recordings
from ion.search import views as search
from ion.staff import views as staff
from ion.upkeep import views as upkeep
from ion.upkeep.outside import checking
from ion.web import (
    converters,
    errors,
    headers,
    health,
    hosts,
    limits,
    login,
    logs,
    metrics,
    quiet,
    site,
    structured,
)
from ion.web.templating import Templates
from ion.webinars import views as webinars

MEGABYTE = 1024 * 1024
NAVIGATION = (
    ("/practices/", "Practices"),
    ("/webinars/", "Webinars"),
    ("/blog/", "Blog"),
    ("/mentoring/", "Mentoring"),
    ("/directory/", "Directory"),
    ("/help", "Help"),
)
ROOMS = (
    home.bp,
    blog.bp,
    library.bp,
    webinars.bp,
    recordings.bp,
    directory.bp,
    groups.bp,
    decks.bp,
    search.bp,
    staff.bp,
    publishing.bp,
    upkeep.bp,
    accounts.bp,
    pages.bp,
    mailing.bp,
    reactions.bp,
    files.bp,
    discussion.bp,
    questions.bp,
    notifications.bp,
    messaging.bp,
    mentoring.bp,
    mentorships.bp,
    cohorts.bp,
    mentoring_program.bp,
    moderation.bp,
    privacy.bp,
    newsletters.bp,
    health.bp,
    metrics.bp,
)

migrate = Migrate()
csrf = CSRFProtect()
csrf.exempt(mailing.unsubscribe)  # mail programs send it too, and the token in its address is the proof


def create_app(settings: Settings | None = None) -> Flask:
    """The whole site, for these settings or those of the environment; raises SettingError."""
    settings = settings or from_environment()
    app = Flask("ion", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.jinja_environment = Templates
    app.config.update(flask_settings(settings))
    app.extensions["ion.settings"] = settings
    open_database(app)
    offers.plug_in()
    open_engines(settings)
    install_manners(app, settings)
    for blueprint in ROOMS:
        app.register_blueprint(blueprint)
    if not settings.is_production:
        app.register_blueprint(demo.bp)
    return app


def flask_settings(settings: Settings) -> dict[str, Any]:
    """Our settings in Flask's and the extensions' words."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings),
        "SESSION_COOKIE_SECURE": settings.public_url.startswith("https://"),
        "SESSION_COOKIE_NAME": "__Host-ion-form"
        if settings.public_url.startswith("https://")
        else "ion-form",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: an editor writes for hours
        "MAX_CONTENT_LENGTH": 30 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "MAX_FORM_PARTS": 1000,
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "ION_METRICS_TOKEN": settings.metrics_token,
    }


def engine_options(settings: Settings) -> dict[str, Any]:
    """How each engine keeps its connections; in production no error repeats what somebody typed."""
    manners: dict[str, Any] = {"hide_parameters": settings.is_production}
    if settings.database_url.startswith("sqlite"):
        return manners | {"connect_args": {"timeout": 15, "check_same_thread": False}, "pool_size": 20}
    return manners | {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}


def open_database(app: Flask) -> None:
    """Connect the models, with ION's manners on the engine."""
    app.extensions["ion.settings"].data_dir.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        prepare(db.engine, synchronous=app.extensions["ion.settings"].sqlite_synchronous)


def open_engines(settings: Settings) -> None:
    """The engines behind search, mail, files, matching and the checking of links."""
    engine.use(WhooshSearch(settings.index_dir, clock=clock.now), MemorySearch)
    mail.use(mail_carrier(settings), mail.Sender(settings.mail_from, settings.site_name, settings.public_url))
    storage.use(DiskStorage(settings.files_dir))
    scanner.use(ClamdScanner(settings.scanner) if settings.scanner else NoScanner())
    assignment.use(FlowAssignment() if find_spec("ortools") else PlainAssignment())
    checking.use(checking.WebChecker(f"ION link check (+{settings.public_url})"))


def mail_carrier(settings: Settings) -> mail.Carrier:
    """The SMTP server where one is set, else the drawer that admins read."""
    if not settings.smtp_url:
        return KeptMail()
    name = urlsplit(settings.public_url).hostname or "localhost"
    return SmtpMail(settings.smtp_url, name=name, clock=clock.now)


def install_manners(app: Flask, settings: Settings) -> None:
    """HTTP manners, in the order in which requests meet them."""
    converters.install(app)
    logs.configure(as_json=settings.is_production)
    logs.install(app)
    metrics.install(app)
    hosts.install(app, settings)
    limits.install(app)
    csrf.init_app(app)
    login.install(app)
    headers.install(app, is_production=settings.is_production)
    errors.install(app)
    site.install(app, settings, NAVIGATION)
    structured.install(app, NAVIGATION)
    reactions.install(app)
    files.install(app)
    discussion.install(app)
    recordings.install(app)
    webinars.install(app)
    questions.install(app)
    decks.install(app)
    notifications.install(app)
    messaging.install(app)
    directory.install(app)
    mentoring.install(app)
    quiet.install(app, settings, (*message_polls.POLLS, *question_polls.POLLS))
    app.wsgi_app = serve_static(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]


def serve_static(wsgi: Any) -> WhiteNoise:
    """Files under static/, compressed neighbors chosen by Accept-Encoding; built ones never change their name."""
    return WhiteNoise(
        wsgi,
        root=str(ROOT / "static"),
        prefix="static/",
        immutable_file_test=lambda path, url: url.startswith("/static/dist/"),
        max_age=3600,
        add_headers_function=headers.add_fixed,
    )
