"""People and organizations from elsewhere. Nobody becomes able to sign in, and nobody's own words are replaced."""

from ion.directory.imports.organizations import OrganizationImporter
from ion.directory.imports.people import PeopleImporter

__all__ = ["OrganizationImporter", "PeopleImporter"]
