"""Files worth keeping: drawn pictures and finished pages, by key, on disk and in memory."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path

KEPT_FILES = 20_000
KEPT_IN_MEMORY = 512
_LOOK_EVERY = 500


class KeptFiles:
    """A store of bytes by key, safe between threads and processes, that may forget anything.

    A file is written whole beside its place and renamed, so a reader sees all of it or nothing.

    Args:
        folder: Where the files go; made when first needed.
        most: Files kept; beyond it the oldest fifth is dropped, now and then.
        in_memory: Contents also held in this process, most recently used.
    """

    def __init__(
        self, folder: Path, *, most: int = KEPT_FILES, in_memory: int = KEPT_IN_MEMORY
    ) -> None:
        self.folder = folder
        self._most = most
        self._in_memory = in_memory
        self._recent: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._written = 0

    def get(self, key: str) -> bytes | None:
        """What is kept under a key, or None."""
        name = _name(key)
        with self._lock:
            if name in self._recent:
                self._recent.move_to_end(name)
                return self._recent[name]
        try:
            content = self._file(name).read_bytes()
        except OSError:
            return None
        self._remember(name, content)
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep something under a key; a full disk costs speed, never the page."""
        name = _name(key)
        self._remember(name, content)
        with contextlib.suppress(OSError):
            file = self._file(name)
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, staged = tempfile.mkstemp(dir=file.parent, prefix=".staged-")
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(staged).replace(file)
            self._tidy()

    def _remember(self, name: str, content: bytes) -> None:
        with self._lock:
            self._recent[name] = content
            self._recent.move_to_end(name)
            while len(self._recent) > self._in_memory:
                self._recent.popitem(last=False)

    def _tidy(self) -> None:
        self._written += 1
        if self._written % _LOOK_EVERY != 1:
            return
        files = [file for file in self.folder.glob("*/*") if file.is_file()]
        if len(files) <= self._most:
            return
        by_age = sorted(files, key=lambda file: file.stat().st_mtime)
        for file in by_age[: len(files) - self._most * 4 // 5]:
            file.unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self.folder / name[:2] / name


def _name(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8")).hexdigest()
