"""The Monday brief as a kind of mail: how readers call it, and how they stop it."""

from ion.core.ports.mail import Letter
from ion.notifications.preferences import MONDAY_BRIEF as KIND

MONDAY_BRIEF = Letter(KIND, label="The Monday brief", named="the Monday brief")
