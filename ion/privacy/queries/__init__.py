"""What privacy shows: copies of one's data, departures, holds, and roles."""
