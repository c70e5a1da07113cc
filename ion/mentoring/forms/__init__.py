"""What people type, one file for one part of it."""
