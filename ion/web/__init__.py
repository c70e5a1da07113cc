"""HTTP manners that every room shares: fragments, access, errors, headers, logs, pagination."""
