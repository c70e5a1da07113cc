"""What the house asks of its engines, as plain types: no I/O, no framework."""
