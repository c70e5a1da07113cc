"""What upkeep reads: links and what holds them, old addresses, topics and series, stale content."""
