"""The front page: a look into every room for someone who just arrived."""
