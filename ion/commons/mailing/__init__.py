"""Mailing: every mail of the site, from asking for it to its fate."""
