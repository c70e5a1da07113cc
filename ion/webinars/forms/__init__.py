"""What people type about webinars."""
