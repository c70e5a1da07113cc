"""Discussion: comments of members on items, and the desk where held ones are decided."""
