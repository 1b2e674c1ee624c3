"""`python -m detente`: the command line."""

from detente.views.cli import main

main()
