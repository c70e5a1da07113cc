"""Full-text search on Whoosh: its files and postings, with our own ranking, counts and snippets on top."""
