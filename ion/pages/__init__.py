"""Pages that seldom change: about, help, accessibility, privacy, contact, licenses."""
