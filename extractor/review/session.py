"""Who is at the page: links that open it once, sealed cookies, and the tokens of its forms."""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from threading import Lock
from typing import NamedTuple

from extractor.errors import ExtractorError

LIFETIME = 14 * 24 * 3600
MOST_LINKS = 200


class Session(NamedTuple):
    """One browser of one reviewer. `started` counts seconds since 1970 (UTC)."""

    id: str
    reviewer: str
    started: int


class Seal:
    """Seals sessions with a key made of the installation's secret and what is reviewed (HMAC-SHA256, RFC 2104).

    A cookie of one review is worth nothing in another one, even on the same port.
    """

    def __init__(self, secret: bytes, scope: str) -> None:
        self._key = hmac.digest(secret, b"review\0" + scope.encode("utf-8", "surrogateescape"), "sha256")

    def _mac(self, purpose: bytes, content: bytes) -> str:
        return hmac.new(self._key, purpose + b"\0" + content, hashlib.sha256).hexdigest()

    def cookie(self, session: Session) -> str:
        """The session as the text of a cookie."""
        content = urlsafe_b64encode(json.dumps(session, ensure_ascii=False).encode()).rstrip(b"=")
        return f"{content.decode()}.{self._mac(b'cookie', content)}"

    def open(self, cookie: str, *, now: float) -> Session | None:
        """The session of a cookie, or None where it was not sealed here or is older than two weeks."""
        content, _, mac = cookie.partition(".")
        if not cookie.isascii() or not hmac.compare_digest(mac, self._mac(b"cookie", content.encode())):
            return None
        session = Session(*json.loads(urlsafe_b64decode(content + "=" * (-len(content) % 4))))
        return session if 0 <= now - session.started + 60 <= LIFETIME else None

    def form_token(self, session: Session) -> str:
        """What every form of this session must send along, so that no other page can send one (CSRF)."""
        return self._mac(b"form", session.id.encode())


def new_session(reviewer: str, *, now: float) -> Session:
    """A session that no other one is like."""
    return Session(secrets.token_urlsafe(18), reviewer, int(now))


class Links:
    """Tokens that open the page, each once and for one reviewer. Only their hashes are kept, and only while this runs."""

    def __init__(self) -> None:
        self._reviewers: dict[bytes, str] = {}
        self._lock = Lock()

    def issue(self, reviewer: str) -> str:
        """A new token for `reviewer`. Raises ExtractorError where too many were made and never used."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            if len(self._reviewers) >= MOST_LINKS:
                raise ExtractorError(f"{MOST_LINKS} links were made and not used", "use one of them, or start the page anew")
            self._reviewers[hashlib.sha256(token.encode()).digest()] = reviewer
        return token

    def redeem(self, token: str) -> str | None:
        """The reviewer of a token, the first time it is shown; None ever after and for any other text."""
        with self._lock:
            return self._reviewers.pop(hashlib.sha256(token.encode("utf-8", "replace")).digest(), None)
