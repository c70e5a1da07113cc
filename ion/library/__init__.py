"""The practice library: structured profiles of what was tried, with evidence in words."""
