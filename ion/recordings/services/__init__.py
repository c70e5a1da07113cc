"""Verbs of afterwards: take in reports and captions, keep recordings, publish them, send the follow-up."""
