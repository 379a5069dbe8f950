"""A PostgreSQL server of the tests' own: made in a temporary folder, on a socket, and removed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

USER = "wholeplace"
PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")
SECONDS_TO_START = 30


@dataclass(frozen=True)
class Cluster:
    """A running server.

    Attributes:
        socket: The folder of its socket.
        log: What it says.
    """

    socket: Path
    log: Path

    def connect(self, **says: Any) -> Any:
        """A connection of the driver's own."""
        import psycopg

        return psycopg.connect(
            host=str(self.socket), user=USER, dbname="postgres", autocommit=True, **says
        )


def program(name: str) -> Path | None:
    """One of PostgreSQL's programs: on the path, or where packages put them."""
    found = shutil.which(name)
    if found:
        return Path(found)
    for place in PLACES:
        root, _, rest = place.lstrip("/").partition("/")
        for folder in sorted(Path("/", root).glob(rest), reverse=True):
            if (folder / name).is_file():
                return folder / name
    return None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A new server, stopped and removed afterwards. It refuses to run as root, so nobody does."""
    folder = Path(tempfile.mkdtemp(prefix="wholeplace-pg-"))
    account = _account()
    if account:
        shutil.chown(folder, account)
    try:
        _run(account, "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "--no-sync",
             "-E", "UTF8", "--locale=C")  # fmt: skip
        made = Cluster(folder, folder / "log")
        server = subprocess.Popen(
            [str(program("postgres")), "-D", str(folder / "data"), "-k", str(folder),
             "-c", "listen_addresses=", "-c", "fsync=off", "-c", "jit=off"],
            user=account, stdout=subprocess.DEVNULL, stderr=made.log.open("w"), cwd=folder,
        )  # fmt: skip
        try:
            _wait(made, server)
            yield made
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=SECONDS_TO_START)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> str | None:
    """Who the server runs as, where the tests run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(account: str | None, name: str, *arguments: Any) -> None:
    subprocess.run(
        [str(program(name)), *map(str, arguments)],
        user=account,
        check=True,
        capture_output=True,
        cwd="/",
    )


def _wait(made: Cluster, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            made.connect().close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise AssertionError(made.log.read_text()) from None
            time.sleep(0.1)
