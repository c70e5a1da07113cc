"""What upkeep changes: links, old addresses, topics and series, and what is confirmed current or archived."""
