"""A rule of upkeep that forbids a deed."""


class Refused(Exception):
    """It may not be done; the text says why, in a sentence for the page."""
