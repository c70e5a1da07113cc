"""Webinars: what is coming, what was, and the calendar of it."""
