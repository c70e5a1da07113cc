"""What webinars keep of somebody: registrations and all that hangs on them, and the webinars they present."""

from ion.webinars.personal_data.registrations import RegistrationData, RegistrationsRetained
from ion.webinars.personal_data.roles import WebinarRoles

__all__ = ["RegistrationData", "RegistrationsRetained", "WebinarRoles"]
