"""Messaging: conversations between people, who may begin one, and mail about them."""
