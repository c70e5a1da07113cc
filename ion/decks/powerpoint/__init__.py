"""Reading a PowerPoint file: a program of its own that may use little time and memory, and can open nothing."""
