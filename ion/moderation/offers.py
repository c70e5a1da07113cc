"""What every room below lets be reported, and what moderation itself says of personal data. `ion.app` plugs it in."""

from ion.commons.discussion.reportable import CommentReportable
from ion.commons.publishing.reportable import ItemReportable
from ion.commons.questions.reportable import QuestionReportable
from ion.core.ports.personal import PERSONAL_DATA, RETAINED
from ion.core.ports.publishable import PUBLISHABLES
from ion.core.ports.reports import REPORTABLES
from ion.directory.reportable import PersonReportable
from ion.messaging.reportable import MessageReports
from ion.moderation import receivers
from ion.moderation.personal_data import ModerationData, ReportsRetained


def plug_in() -> None:
    """Plug all of it in, once what is published has been; and hear what is held."""
    REPORTABLES.plug(CommentReportable(), QuestionReportable(), PersonReportable(), MessageReports())
    REPORTABLES.plug(*map(ItemReportable, PUBLISHABLES.kinds()))
    PERSONAL_DATA.plug(ModerationData())
    RETAINED.plug(ReportsRetained())
    receivers.listen()
