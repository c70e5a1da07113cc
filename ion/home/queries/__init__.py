"""Reading what the front page shows, to visitors and to members."""
