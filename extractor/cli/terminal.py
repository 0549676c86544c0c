"""What a command prints, and the statuses it ends with."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

OK, REGRESSION, TROUBLE, INTERRUPTED = 0, 1, 2, 130


def complain(line: str) -> None:
    """One line on standard error."""
    print("extractor:", " ".join(line.splitlines()), file=sys.stderr)


def console() -> "Console":
    """A terminal that prints text as it is, without markup."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False)
