"""Two reviewers at one item."""

from extractor.decisions.event import Event
from extractor.errors import ExtractorError


class Conflict(ExtractorError):  # noqa: N818 - the word that reviewers and HTTP (409) use
    """Somebody acted on the item since it was shown. `event` is what they did; nothing was written."""

    def __init__(self, event: Event) -> None:
        done = event.action.replace("_", " ")
        super().__init__(
            f"{event.reviewer} has acted on this item in the meantime ({done})", "look at it again, then decide"
        )
        self.event = event
