"""What every room below says of personal data, of roles and of age, in the order in which an account is released.

Questions come before registrations, by which some of them were asked; the login and the person come last, since the
others look them up. `ion.app` plugs in what stands on this floor.
"""

from ion.accounts.personal_data import AccountData
from ion.blog.personal_data import SpotlightData
from ion.cohorts.personal_data import CohortData
from ion.commons.discussion.personal_data import CommentData
from ion.commons.files.personal_data import FileData
from ion.commons.mailing.personal_data import MailData, MailRetained
from ion.commons.publishing.personal_data import ItemRoles, PublicationData
from ion.commons.questions.personal_data import QuestionData, QuestionRoles
from ion.commons.reactions.personal_data import ReactionData
from ion.core.ports.parents import PARENTS
from ion.core.ports.personal import CONTACT_ROLES, PERSONAL_DATA, RETAINED
from ion.directory.personal_data import ProfileData
from ion.groups.personal_data import GroupData, GroupRoles
from ion.mentorships.personal_data import MentorshipData
from ion.newsletters.personal_data import NewsletterData
from ion.notifications.personal_data import NoticeData, NoticesRetained
from ion.privacy.parents import ExportParent
from ion.privacy.personal_data import PrivacyData
from ion.recordings.personal_data import ReportData
from ion.search.personal_data import SearchData
from ion.webinars.personal_data import RegistrationData, RegistrationsRetained, WebinarRoles


def plug_in() -> None:
    """Plug all of it in; called by `ion.app`."""
    PERSONAL_DATA.plug(
        CommentData(),
        QuestionData(),
        RegistrationData(),
        GroupData(),
        SpotlightData(),
        PublicationData(),
        FileData(),
        ReactionData(),
        ReportData(),
        CohortData(),
        MentorshipData(),
        NewsletterData(),
        NoticeData(),
        SearchData(),
        PrivacyData(),
        MailData(),
        ProfileData(),
        AccountData(),
    )
    CONTACT_ROLES.plug(GroupRoles(), WebinarRoles(), QuestionRoles(), ItemRoles())
    RETAINED.plug(MailRetained(), NoticesRetained(), RegistrationsRetained())
    PARENTS.plug(ExportParent())
