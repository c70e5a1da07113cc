"""Reading reports: the queue of ION staff, one report, what became of one's own, and whom somebody blocked."""
