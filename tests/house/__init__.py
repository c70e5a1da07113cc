"""What the house rules look at."""
