"""The worker: does what the outbox holds. huey only wakes it, by a poke after each commit and a tick every minute."""

import os
import socket
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab

from ion.accounts import services as accounts
from ion.accounts import tasks as account_tasks
from ion.base.config import Settings
from ion.base.extensions import db
from ion.cohorts import tasks as cohort_tasks
from ion.cohorts.services.running import RUN as COHORT_RUN
from ion.commons.files import services as files
from ion.commons.mailing import services as mailing
from ion.commons.mailing import tasks as mailing_tasks
from ion.commons.publishing import services as publishing
from ion.commons.publishing import tasks as publishing_tasks
from ion.commons.questions import services as questions
from ion.commons.questions import tasks as question_tasks
from ion.core import clock, outbox, sightings, signals, working
from ion.core.unit_of_work import unit_of_work
from ion.core.working import Handler
from ion.decks import services as decks
from ion.decks import tasks as deck_tasks
from ion.mentoring import tasks as mentoring_tasks
from ion.mentoring.services import calls as mentoring_calls
from ion.mentoring.services import mailing as mentoring_mail
from ion.mentoring.services import replies as mentoring_replies
from ion.mentoring.services import turns as mentoring_turns
from ion.mentorships import tasks as mentorship_tasks
from ion.mentorships.services import health as mentorship_health
from ion.messaging import tasks as messaging_tasks
from ion.messaging.services import telling as message_telling
from ion.moderation import services as moderation
from ion.moderation import tasks as moderation_tasks
from ion.newsletters import services as newsletters
from ion.newsletters import tasks as newsletter_tasks
from ion.notifications import services as notifications
from ion.notifications import tasks as notification_tasks
from ion.notifications.happening import FAN_OUT, FORGET
from ion.privacy import tasks as privacy_tasks
from ion.privacy.services.copying import MAKE as COPY
from ion.recordings import tasks as recording_tasks
from ion.recordings.services import reports as recording_reports
from ion.search import services as search
from ion.search import tasks as search_tasks
from ion.search.receivers import PUT
from ion.upkeep import tasks as upkeep_tasks
from ion.upkeep.queries import links, terms
from ion.upkeep.services import links as link_services
from ion.webinars import services as webinars
from ion.webinars.services import interest as webinar_interest
from ion.webinars.services import linking as webinar_linking
from ion.webinars.services import rounds as webinar_rounds
from ion.webinars.tasks import interest as webinar_interest_tasks
from ion.webinars.tasks import registration as webinar_registration_tasks
from ion.webinars.tasks import telling as webinar_telling_tasks

HANDLERS = {
    accounts.RESTORE: Handler(account_tasks.restore),
    publishing.GO_LIVE: Handler(publishing_tasks.go_live),
    PUT: Handler(search_tasks.put, batch=search_tasks.BATCH),
    FORGET: Handler(notification_tasks.forget),
    FAN_OUT: Handler(notification_tasks.fan_out),
    mentoring_mail.MAIL: Handler(mentoring_tasks.mail),
    mentoring_mail.NUDGE: Handler(mentoring_tasks.nudge),
    mentoring_replies.NOTE: Handler(mentoring_tasks.reply),
    mentoring_turns.EXPIRE: Handler(mentoring_tasks.expire),
    mentoring_calls.FOLLOW_UP: Handler(mentoring_tasks.follow_up),
    mentorship_health.TASK: Handler(mentorship_tasks.nudge),
    message_telling.TASK: Handler(messaging_tasks.mail, batch=messaging_tasks.BATCH),
    notifications.LOOK: Handler(notification_tasks.look),
    notifications.BRIEF: Handler(notification_tasks.brief),
    notifications.MAIL: Handler(notification_tasks.mail, batch=notification_tasks.BATCH),
    newsletters.START: Handler(newsletter_tasks.start),
    newsletters.ASK: Handler(newsletter_tasks.ask),
    webinar_rounds.TELL: Handler(webinar_telling_tasks.tell),
    questions.OWN: Handler(question_tasks.give_owners),
    mailing.SEND: Handler(mailing_tasks.send, batch=mailing_tasks.BATCH),
    mailing.SEND_MANY: Handler(mailing_tasks.send_many, batch=mailing_tasks.BATCH),
    newsletters.FINISH: Handler(newsletter_tasks.finish),
    terms.TELL: Handler(upkeep_tasks.tell_merged),
    links.FIND: Handler(upkeep_tasks.find_links, batch=upkeep_tasks.BATCH),
    links.CHECK: Handler(upkeep_tasks.check_link),
    links.ROUND: Handler(upkeep_tasks.check_links),
    recording_reports.FORGET: Handler(recording_tasks.forget),
    moderation.SETTLE: Handler(moderation_tasks.settle),
    decks.READ: Handler(deck_tasks.read),
    COPY: Handler(privacy_tasks.copy),
    COHORT_RUN: Handler(cohort_tasks.run),
    webinar_interest.OPENED: Handler(webinar_interest_tasks.tell_opened),
    webinar_interest.AGAIN: Handler(webinar_interest_tasks.tell_again),
    webinar_linking.LINK: Handler(webinar_registration_tasks.link),
}
MAX_DELAY = 0.5
NIGHT_HOUR = "8"  # UTC: three or four in the morning in the east

log = structlog.get_logger("ion.worker")


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def make_queue(settings: Settings) -> Huey:
    """The queue of pokes: a file in the data folder, or Redis where it is set."""
    if settings.redis_url:
        return RedisHuey("ion", url=settings.redis_url, results=False)
    return SqliteHuey("ion", filename=str(Path(settings.data_dir) / "huey.db"), results=False)


class Worker:
    """One worker process: an application, its queue, and what to do when woken."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.queue = make_queue(app.extensions["ion.settings"])
        self.name = worker_name()
        self.poke = self.queue.task()(self.run_due)
        self.queue.periodic_task(crontab(minute="*"))(self.tick)
        self.queue.periodic_task(crontab(minute="20", hour=NIGHT_HOUR))(self.night)

    def run_due(self) -> None:
        """Do everything that is due."""
        with self.app.app_context():
            working.run_due(HANDLERS, self.name)

    def tick(self) -> None:
        """Every minute: say that we live, mend a broken index, and do what is due (retries, scheduled work)."""
        with self.app.app_context():
            working.beat("worker")
            self.mend()
            working.run_due(HANDLERS, self.name)

    def mend(self) -> None:
        """Rebuild an index that cannot be read; what hinders that must not hinder other work."""
        try:
            if search.mend():
                log.warning("search index rebuilt: it could not be read")
        except Exception as error:  # noqa: BLE001 - tried again in a minute
            db.session.rollback()
            log.warning("search index not rebuilt", error=repr(error))

    def night(self) -> None:
        """Once a night: forget old marks, mail, sign-ins and files that nothing needs, and make the index compact."""
        with self.app.app_context():
            with unit_of_work():
                sightings.forget_before(clock.now().date())
                accounts.forget_old()
                webinars.forget_unconfirmed()
                files.forget_gone()
                notifications.plan_briefs()
                mentorship_health.plan_nudges()
                notifications.plan_openings()
                if self.app.extensions["ion.settings"].is_production:  # elsewhere only when somebody asks
                    link_services.plan_round()
            privacy_tasks.night()
            files.forget_unnamed()
            search.tidy()

    def run(self) -> None:
        """Work until the process is told to stop."""
        with self.app.app_context():
            with unit_of_work():
                outbox.release_all()
            db.session.remove()
        self.tick()
        consumer = self.queue.create_consumer(
            workers=1, periodic=True, max_delay=MAX_DELAY, check_worker_health=True
        )
        consumer.run()


def wake_on_commit(app: Flask) -> Worker:
    """Let every commit that leaves work poke the worker; a queue that is gone costs a minute, not the work."""
    worker = Worker(app)

    def poke(_sender: Any) -> None:
        try:
            worker.poke()
        except Exception as error:  # noqa: BLE001 - the tick finds the work anyway
            log.warning("worker not poked", error=repr(error))

    signals.work_waiting.connect(poke, weak=False)
    return worker
