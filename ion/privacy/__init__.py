"""Privacy: copies of one's own data, leaving, what is kept for how long, and holds on records."""
