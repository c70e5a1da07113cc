"""Newsletters: issues put together from what was published, and sent to each reader once."""
