"""Decided once: transactions, follow-up work, access, safe text, time; and the ports rooms plug into."""
