"""What ION staff read of webinars: the list of all of them, who registered, who was there, what was said of it."""
