"""When to ask again: exponential backoff with jitter, and what the server itself asks for.

The jitter is drawn from the request's key, so that the same run waits the same times; its bound is half the step.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 20.0


def delay(key: str, attempt: int, *, first: float, wanted: float | None = None) -> float:
    """Seconds to wait after failed attempt number `attempt` (from 1) of the request `key`.

    The step doubles from `first` up to 20 seconds; the delay lies between half of it and all of it. `wanted` is what the
    server asked for, and is never cut short.
    """
    step = min(first * 2.0 ** (attempt - 1), LONGEST)
    digest = hashlib.sha256(f"{key}:{attempt}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 2**32
    return max(step * (0.5 + 0.5 * share), wanted or 0.0)


def wanted_delay(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """The seconds that `retry-after-ms` or `retry-after` (seconds or a date, RFC 9110 section 10.2.3) ask for, if any."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    seconds = _number(text)
    if seconds is not None or text is None:
        return seconds
    try:
        moment = parsedate_to_datetime(text[:60])
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - (now or datetime.now(UTC))).total_seconds(), 0.0)


def _number(text: str | None) -> float | None:
    text = (text or "").strip()
    return float(text) if len(text) < 20 and text.replace(".", "", 1).isdecimal() and text.isascii() else None
