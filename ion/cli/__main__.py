"""`python -m ion.cli` is `ion`."""

from ion.cli import main

main()
