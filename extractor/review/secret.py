"""The secret of this installation, which seals the cookies of the review page."""

import os
import secrets
import stat
import tempfile
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.folder import TOOL

LENGTH = 32


def installation_secret() -> bytes:
    """The 32 random bytes of this installation and user, made at the first call.

    They stand in the user's state folder (`$XDG_STATE_HOME` or the platform's), readable by that user alone. Raises
    ExtractorError where the file cannot be kept, is damaged, or can be read by others.
    """
    from platformdirs import user_state_path

    path = user_state_path(TOOL, appauthor=False) / "review-secret"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as error:
        problem = f"{path}: the secret of the review page cannot be kept ({error.strerror or error})"
        raise ExtractorError(problem, "check the folder's rights, or set XDG_STATE_HOME to another folder") from error


def _make(path: Path) -> None:
    """Write a new secret under another name and link it into place: of two that start at once, one wins whole."""
    handle, name = tempfile.mkstemp(prefix=".review-secret-", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o600)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read(path: Path) -> bytes:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ExtractorError(f"{path}: others can read this secret", "delete the file; the next start makes a new one")
    content = path.read_bytes()
    if len(content) != LENGTH:
        raise ExtractorError(f"{path}: is damaged", "delete the file; the next start makes a new one")
    return content
