"""Webinars: what is announced, when it happens in its own zone and in the reader's, and what remains of it."""
