"""The web server of the review page: one socket on this machine alone, from start to a clean end."""

import errno
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from extractor.errors import ExtractorError

if TYPE_CHECKING:
    import uvicorn

ADDRESS = "127.0.0.1"
USUAL_PORT = 8642
LAST_WORDS_SECONDS = 3


def listen(port: int | None) -> socket.socket:
    """A socket on this machine's loopback address: on `port` (0: any free one), or on the usual one where None is given.

    Where the usual port is taken, any free one serves. Raises ExtractorError where a port that was asked for is taken.
    """
    for candidate in (USUAL_PORT, 0) if port is None else (port,):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((ADDRESS, candidate))
            listener.listen(128)
            return listener
        except OSError as error:
            listener.close()
            if port is not None or error.errno not in (errno.EADDRINUSE, errno.EACCES):
                problem = f"port {candidate} cannot be used ({error.strerror or error})"
                raise ExtractorError(problem, "name another one with --port, or leave the option out") from error
    raise ExtractorError("no port is free on this machine", "name one with --port")


def port_of(listener: socket.socket) -> int:
    """The port a socket listens on."""
    return int(listener.getsockname()[1])


def host_names(port: int) -> tuple[str, str]:
    """What the Host header of a request to this server may say."""
    return f"{ADDRESS}:{port}", f"localhost:{port}"


def serve(app: ASGIApp, listener: socket.socket, *, ready: Callable[[], None]) -> None:
    """Answer requests until Ctrl-C or SIGTERM; `ready` is called once the first one can be answered.

    Requests under way get three seconds to end. Nothing is logged: an address may hold a token.
    """
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        ws="none",
        http="h11",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=LAST_WORDS_SECONDS,
        h11_max_incomplete_event_size=32 * 1024,
        limit_concurrency=256,
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_when_started, args=(server, ready), daemon=True).start()
    with suppress(KeyboardInterrupt):  # uvicorn raises the signal again once everything is closed
        server.run(sockets=[listener])


def _when_started(server: "uvicorn.Server", ready: Callable[[], None]) -> None:
    while not server.started and not server.should_exit:
        time.sleep(0.02)
    if server.started:
        ready()
