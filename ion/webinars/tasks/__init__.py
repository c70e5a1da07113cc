"""Work that the worker does for webinars."""
