"""What is read, one file for one part of it."""
