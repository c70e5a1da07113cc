"""What is written, one file for one part of it; every verb runs inside a unit of work."""
