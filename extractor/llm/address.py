"""The address of a server: whether it can be used, and whether text sent to it leaves this computer."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from extractor.errors import ExtractorError

REMEDY = "set OPENAI_BASE_URL to the address of an OpenAI-compatible server, such as http://localhost:11434/v1"


def checked_url(url: str) -> str:
    """The base URL without closing slashes. Raises ExtractorError, without repeating secrets that the URL may hold."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or not url.strip().isascii() or not url.strip().isprintable():
        raise ExtractorError("OPENAI_BASE_URL is no http or https address", REMEDY)
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        problem = f"OPENAI_BASE_URL for {parts.hostname} holds a user, a query or a fragment, which would be written down"
        raise ExtractorError(problem, "give the plain address there and the key in OPENAI_API_KEY")
    return url.strip().rstrip("/")


def host_of(url: str) -> str:
    """The host of `url`, with its port where it names one."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname or "")


def is_local(url: str) -> bool:
    """Whether `url` names this computer: localhost or a loopback address. A host in the same network is not local."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
