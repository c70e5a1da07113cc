"""Accounts: joining, signing in and out, and what a person decides about their own login."""
