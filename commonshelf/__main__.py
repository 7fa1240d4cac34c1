"""`python -m commonshelf` is the `commonshelf` command."""

from commonshelf.site.cli import main

main()
