"""The published release a request reads: the current one, or the one its address pins."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from collections import OrderedDict
from pathlib import Path

from django.http import HttpRequest

from wholeplace.measures.catalogue import manifest_from
from wholeplace.measures.release import Release, current_run
from wholeplace_web.installation import release_zone

RUN_PARAMETER = "run"
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MOST_OPEN = 6
_MOST_EARLIER = 3


class Releases:
    """Open releases of one zone, the few most recently used; safe between threads.

    Args:
        zone: The release zone of the data folder.
    """

    def __init__(self, zone: Path) -> None:
        self._zone = zone
        self._open: OrderedDict[str, Release] = OrderedDict()
        self._lock = threading.Lock()

    def current(self) -> Release | None:
        """The release that is published now, or None before the first."""
        run = current_run(self._zone)
        return self.pinned(run) if run is not None else None

    def earlier(self, release: Release) -> list[Release]:
        """Kept releases of earlier dates, the earliest first: one, that known last, of each date.

        A page that is drawn already does not learn of an earlier run that is added afterwards.
        """
        before: dict[dt.date, tuple[dt.date, str]] = {}
        for file in sorted(self._zone.glob("*/manifest.json")):
            manifest = manifest_from(json.loads(file.read_text(encoding="utf-8")))
            known = (manifest.known_at, file.parent.name)
            if manifest.as_at < release.manifest.as_at:
                before[manifest.as_at] = max(known, before.get(manifest.as_at, known))
        earliest = sorted(before.items())[:_MOST_EARLIER]
        found = (self.pinned(name) for _, (_, name) in earliest)
        return [one for one in found if one is not None]

    def pinned(self, run_id: str) -> Release | None:
        """The release of one run, or None where it is not, or no longer, kept."""
        if not _RUN_ID.fullmatch(run_id):
            return None
        with self._lock:
            if run_id not in self._open:
                folder = self._zone / run_id
                if not (folder / "manifest.json").is_file():
                    return None
                self._open[run_id] = Release(folder)
                while len(self._open) > _MOST_OPEN:
                    self._open.popitem(last=False)
            self._open.move_to_end(run_id)
            return self._open[run_id]


_zones: dict[Path, Releases] = {}


def releases() -> Releases:
    """The releases of this installation."""
    zone = release_zone()
    return _zones.setdefault(zone, Releases(zone))


def release_asked(request: HttpRequest) -> Release | None:
    """The release a request reads, or None where there is no such run, or nothing published."""
    run = request.GET.get(RUN_PARAMETER, "")
    return releases().pinned(run) if run else releases().current()
