"""The directory: organizations, people, partner roles and states."""
