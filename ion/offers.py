"""What rooms and commons offer to everyone, and who hears what: plugged in once, before the first request."""

from ion.blog.documents import PostDocuments
from ion.blog.editors import PostEditor
from ion.blog.imports import PostImporter
from ion.blog.publishable import PostPublishable
from ion.blog.subjects import PostSubjects
from ion.cohorts import receivers as cohort_receivers
from ion.commons.discussion.followable import ThreadFollowing
from ion.commons.files import receivers as file_receivers
from ion.commons.files.services import FileKeeper
from ion.commons.publishing.editors import EDITORS
from ion.commons.questions.followable import QuestionFollowing
from ion.commons.reactions import receivers as reaction_receivers
from ion.core.ports import files as keeping
from ion.core.ports import mail
from ion.core.ports.contact import CONTACT_REASONS
from ion.core.ports.documents import DOCUMENTS
from ion.core.ports.followables import FOLLOWABLES
from ion.core.ports.importing import IMPORTERS
from ion.core.ports.parents import PARENTS
from ion.core.ports.personal import PERSONAL_DATA, RETAINED
from ion.core.ports.publishable import PUBLISHABLES
from ion.core.ports.records import RECORD_IMPORTERS
from ion.core.ports.subjects import ENTRIES, SUBJECTS
from ion.decks.documents import DeckDocuments
from ion.decks.editors import DeckEditor
from ion.decks.publishable import DeckPublishable
from ion.decks.subjects import DeckSubjects
from ion.directory.imports import OrganizationImporter, PeopleImporter
from ion.groups.contact_reason import GroupContact
from ion.groups.documents import GroupDocuments
from ion.groups.editors import GroupEditor
from ion.groups.publishable import GroupPublishable
from ion.groups.subjects import GroupSubjects
from ion.library import receivers as library_receivers
from ion.library.documents import PracticeDocuments, ToolDocuments
from ion.library.editors import PracticeEditor
from ion.library.imports import PracticeImporter
from ion.library.imports.topics import TopicImporter
from ion.library.publishable import PracticePublishable
from ion.library.subjects import PracticeSubjects, ToolSubjects
from ion.mentoring import receivers as mentoring_receivers
from ion.mentoring.contact_reason import MentoringContact
from ion.mentoring.documents import MentorDocuments
from ion.mentoring.personal_data import MentoringData
from ion.mentoring.private_mail import RequestMails
from ion.mentoring.subjects import MentorEntries
from ion.mentorships.contact_reason import MentorshipContact
from ion.messaging import receivers as messaging_receivers
from ion.messaging.parents import MessageFiles
from ion.messaging.personal_data import MessageData, OldMessages
from ion.messaging.private_mail import MessageMails
from ion.moderation import offers as moderation_offers
from ion.newsletters.circular import NewsletterCircular
from ion.notifications import receivers as notification_receivers
from ion.notifications.letter import MONDAY_BRIEF
from ion.privacy import offers as privacy_offers
from ion.search import receivers as search_receivers
from ion.upkeep import receivers as upkeep_receivers
from ion.webinars import receivers as webinar_receivers
from ion.webinars.documents import WebinarDocuments
from ion.webinars.editors import WebinarEditor
from ion.webinars.imports import WebinarImporter
from ion.webinars.publishable import WebinarPublishable
from ion.webinars.subjects import WebinarSubjects


def plug_in() -> None:
    """Plug every offer in, and let every room hear its signals; again changes nothing."""
    plug_items()
    plug_people()
    listen()


def plug_items() -> None:
    """What rooms say of their items, and of what else can be imported, followed or mailed."""
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
        MentorDocuments(),
    )
    ENTRIES.plug(MentorEntries())
    IMPORTERS.plug(PracticeImporter(), PostImporter(), WebinarImporter())
    PUBLISHABLES.plug(
        PracticePublishable(), PostPublishable(), WebinarPublishable(), GroupPublishable(), DeckPublishable()
    )
    EDITORS.plug(PracticeEditor(), PostEditor(), WebinarEditor(), GroupEditor(), DeckEditor())
    FOLLOWABLES.plug(ThreadFollowing(), QuestionFollowing())
    keeping.use(FileKeeper())


def plug_people() -> None:
    """What rooms keep and say of people: who may write to whom, what is theirs, what can be reported, mail."""
    RECORD_IMPORTERS.plug(PeopleImporter(), TopicImporter(), OrganizationImporter())
    CONTACT_REASONS.plug(GroupContact(), MentoringContact(), MentorshipContact())
    PARENTS.plug(MessageFiles())
    PERSONAL_DATA.plug(MessageData(), MentoringData())
    RETAINED.plug(OldMessages())
    mail.CIRCULARS.plug(NewsletterCircular())
    mail.PRIVATE_MAIL.plug(MessageMails(), RequestMails())
    mail.LETTERS.plug(MONDAY_BRIEF)
    moderation_offers.plug_in()
    privacy_offers.plug_in()


def listen() -> None:
    """Who hears what happens."""
    library_receivers.listen()
    search_receivers.listen()
    reaction_receivers.listen()
    upkeep_receivers.listen()
    file_receivers.listen()
    notification_receivers.listen()
    webinar_receivers.listen()
    messaging_receivers.listen()
    mentoring_receivers.listen()
    cohort_receivers.listen()
