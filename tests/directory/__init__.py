"""The directory: organizations, people, roles and states."""
