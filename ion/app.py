"""Composition: the only place that knows every room, and the only one that opens adapters."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from ion.accounts import views as accounts
from ion.adapters.clamd_scanner import ClamdScanner
from ion.adapters.disk_storage import DiskStorage
from ion.adapters.kept_mail import KeptMail
from ion.adapters.memory_search import MemorySearch
from ion.adapters.no_scanner import NoScanner
from ion.adapters.smtp_mail import SmtpMail
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.base.config import ROOT, Settings, from_environment
from ion.base.extensions import db
from ion.blog import views as blog
from ion.blog.documents import PostDocuments
from ion.blog.editors import PostEditor
from ion.blog.imports import PostImporter
from ion.blog.publishable import PostPublishable
from ion.blog.subjects import PostSubjects
from ion.commons.discussion import views as discussion
from ion.commons.files import receivers as file_receivers
from ion.commons.files import views as files
from ion.commons.files.services import FileKeeper
from ion.commons.mailing import views as mailing
from ion.commons.publishing import views as publishing
from ion.commons.publishing.editors import EDITORS
from ion.commons.questions import quiet as question_polls
from ion.commons.questions import views as questions
from ion.commons.reactions import receivers as reaction_receivers
from ion.commons.reactions import views as reactions
from ion.core import clock
from ion.core.ports import engine, mail, scanner, storage
from ion.core.ports import files as keeping
from ion.core.ports.documents import DOCUMENTS
from ion.core.ports.importing import IMPORTERS
from ion.core.ports.publishable import PUBLISHABLES
from ion.core.ports.records import RECORD_IMPORTERS
from ion.core.ports.subjects import SUBJECTS
from ion.core.unit_of_work import prepare
from ion.decks import views as decks
from ion.decks.documents import DeckDocuments
from ion.decks.editors import DeckEditor
from ion.decks.publishable import DeckPublishable
from ion.decks.subjects import DeckSubjects
from ion.demo import views as demo
from ion.directory import views as directory
from ion.directory.imports import OrganizationImporter, PeopleImporter
from ion.groups import views as groups
from ion.groups.documents import GroupDocuments
from ion.groups.editors import GroupEditor
from ion.groups.publishable import GroupPublishable
from ion.groups.subjects import GroupSubjects
from ion.home import views as home
from ion.library import receivers as library_receivers
from ion.library import views as library
from ion.library.documents import PracticeDocuments, ToolDocuments
from ion.library.editors import PracticeEditor
from ion.library.imports import PracticeImporter
from ion.library.imports.topics import TopicImporter
from ion.library.publishable import PracticePublishable
from ion.library.subjects import PracticeSubjects, ToolSubjects
from ion.messaging import quiet as message_polls
from ion.messaging import views as messaging
from ion.moderation import views as moderation
from ion.newsletters import views as newsletters
from ion.newsletters.circular import NewsletterCircular
from ion.notifications import receivers as notification_receivers
from ion.notifications import views as notifications
from ion.pages import views as pages
from ion.privacy import views as privacy
from ion.recordings import views as recordings
from ion.search import receivers as search_receivers
from ion.search import views as search
from ion.staff import views as staff
from ion.upkeep import receivers as upkeep_receivers
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
from ion.webinars import receivers as webinar_receivers
from ion.webinars import views as webinars
from ion.webinars.documents import WebinarDocuments
from ion.webinars.editors import WebinarEditor
from ion.webinars.imports import WebinarImporter
from ion.webinars.publishable import WebinarPublishable
from ion.webinars.subjects import WebinarSubjects

MEGABYTE = 1024 * 1024
NAVIGATION = (
    ("/practices/", "Practices"),
    ("/webinars/", "Webinars"),
    ("/blog/", "Blog"),
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
    app.config.update(flask_settings(settings))
    app.extensions["ion.settings"] = settings
    open_database(app)
    plug_in(settings)
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


def plug_in(settings: Settings) -> None:
    """What rooms offer to everyone, and the engine behind search."""
    SUBJECTS.plug(
        PracticeSubjects(), PostSubjects(), WebinarSubjects(), ToolSubjects(), GroupSubjects(), DeckSubjects()
    )
    DOCUMENTS.plug(
        PracticeDocuments(),
        PostDocuments(),
        WebinarDocuments(),
        ToolDocuments(),
        GroupDocuments(),
        DeckDocuments(),
    )
    IMPORTERS.plug(PracticeImporter(), PostImporter(), WebinarImporter())
    PUBLISHABLES.plug(
        PracticePublishable(), PostPublishable(), WebinarPublishable(), GroupPublishable(), DeckPublishable()
    )
    EDITORS.plug(PracticeEditor(), PostEditor(), WebinarEditor(), GroupEditor(), DeckEditor())
    RECORD_IMPORTERS.plug(PeopleImporter(), TopicImporter(), OrganizationImporter())
    engine.use(WhooshSearch(settings.index_dir, clock=clock.now), MemorySearch)
    mail.CIRCULARS.plug(NewsletterCircular())
    mail.use(mail_carrier(settings), mail.Sender(settings.mail_from, settings.site_name, settings.public_url))
    storage.use(DiskStorage(settings.files_dir))
    scanner.use(ClamdScanner(settings.scanner) if settings.scanner else NoScanner())
    keeping.use(FileKeeper())
    checking.use(checking.WebChecker(f"ION link check (+{settings.public_url})"))
    library_receivers.listen()
    search_receivers.listen()
    reaction_receivers.listen()
    upkeep_receivers.listen()
    file_receivers.listen()
    notification_receivers.listen()
    webinar_receivers.listen()


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
