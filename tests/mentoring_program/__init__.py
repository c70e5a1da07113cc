"""The program as ION staff see it."""
