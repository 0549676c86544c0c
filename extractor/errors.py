"""Errors that a person can act on.

Every error that reaches a person is one line: what is wrong, with which file, and what to do. The command line prints the
line and ends with status 2; other sources are still processed.
"""


class ExtractorError(Exception):
    """Something a person must change before the run can go on.

    `problem` says what is wrong (naming the file or option), `remedy` what to do about it.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy


class SourceError(ExtractorError):
    """One source cannot be read; the others are not affected."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}", remedy)
        self.path = path
