"""What ION staff need to look after the site."""
