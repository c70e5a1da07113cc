"""What is read of newsletters: issues, what stands in one, who gets it, and how far it has got."""

from ion.newsletters.queries.issues import KIND, PATH

__all__ = ["KIND", "PATH"]
