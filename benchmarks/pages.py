"""How quickly pages come to twenty readers at once, and the first time anybody asks for one.

    python benchmarks/pages.py DATA_FOLDER [--seconds 60]

Serves the published release with two workers and nothing kept. One reader opens every place once,
in random order: the first views. Then twenty readers, each a thread on this machine, ask once a
second for places in random orders of their own: the pages once rendered. Last, with everything
forgotten again, the twenty ask for pages nobody has seen: the worst case. Before that, one reader
puts areas of her own together, each of neighbourhoods drawn at random and never asked for before.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release, current_run

READERS = 20
WORKERS = 2
EVERY_SECONDS = 1.0
SEED = 1
TARGETS = {
    "once rendered, 95th percentile": 0.150,
    "first view, 95th percentile": 1.5,
    "area of one's own, 95th percentile": 0.300,
}
OWN_AREAS = 40
MOST_PARTS = 20
LARGEST_PAGE = 500_000
_KINDS = ("icb", "place", "upper_tier", "district", "pcn", "practice", "ward", "msoa")


@dataclass
class Times:
    """Seconds each page took, and the bytes of each."""

    seconds: list[float] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)

    def at(self, percentile: float) -> float:
        """Seconds within which that share of pages came."""
        return float(np.percentile(self.seconds, percentile))


def read(port: int, path: str, times: Times) -> None:
    """Open one page as a browser would, on a connection of its own."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise SystemExit(f"{path} answered {response.status}.")
    times.seconds.append(time.perf_counter() - start)
    times.sent.append(len(body))


def readers_at_once(port: int, paths: Sequence[str], seconds: float) -> Times:
    """Twenty readers who each ask once a second, each in an order of their own."""
    times = Times()
    until = time.perf_counter() + seconds

    def reader(number: int) -> None:
        order = random.Random(SEED + number)
        time.sleep(order.random() * EVERY_SECONDS)
        while time.perf_counter() < until:
            due = time.perf_counter() + EVERY_SECONDS
            read(port, order.choice(paths), times)
            time.sleep(max(0.0, due - time.perf_counter()))

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def own_areas(areas: Iterable[Area]) -> list[str]:
    """Addresses of areas put together of two to twenty neighbourhoods, all different."""
    parts = sorted(area.slug for area in areas if area.area_type == "msoa")
    draw = random.Random(SEED)
    most = min(MOST_PARTS, len(parts))
    chosen = (draw.sample(parts, draw.randint(2, most)) for _ in range(OWN_AREAS))
    return [f"/areas/chosen?parts={','.join(sorted(names))}" for names in chosen]


@contextmanager
def served(release_zone: Path) -> Iterator[int]:
    """The release served with two workers and an empty store of pages; gives the port."""
    root = Path(tempfile.mkdtemp(prefix="wholeplace-pages-"))
    (root / "data").mkdir()
    (root / "data" / "release").symlink_to(release_zone.resolve())
    (root / "wholeplace.toml").write_text("")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = "from wholeplace_web.commands import serve; serve()"
    options = ["--port", str(port), "--workers", str(WORKERS), "--no-draw-ahead"]
    server = subprocess.Popen(
        [sys.executable, "-c", start, *options],
        cwd=root,
        env=os.environ | {"WHOLEPLACE_SETTINGS": str(root / "wholeplace.toml")},
        stdout=subprocess.PIPE,
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(root, ignore_errors=True)


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


def line(name: str, times: Times) -> str:
    """One line of the report."""
    return (
        f"{name:<34} {len(times.seconds):>6} pages   p50 {times.at(50) * 1000:7.1f} ms   "
        f"p95 {times.at(95) * 1000:7.1f} ms   greatest {max(times.seconds) * 1000:7.1f} ms"
    )


def main() -> None:
    """Time the pages and print what came out beside what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a data folder with a published release")
    parser.add_argument("--seconds", type=float, default=60.0)
    chosen = parser.parse_args()
    zone = chosen.data / "release"
    run = current_run(zone)
    if run is None:
        raise SystemExit(f"Nothing is published in {zone}.")
    areas = list(Release(zone / run).areas.values())
    paths = [f"/places/{area.slug}" for area in areas if area.area_type in _KINDS]
    order = random.Random(SEED).sample(paths, len(paths))

    with served(zone) as port:
        first = Times()
        for path in order:
            read(port, path, first)
        again = readers_at_once(port, paths, chosen.seconds)
        own = Times()
        for path in own_areas(areas):
            read(port, path, own)
    with served(zone) as port:
        worst = readers_at_once(port, paths, chosen.seconds)

    print(f"{len(paths)} places of run {run}, {WORKERS} workers")
    print(line("first view, one reader", first))
    print(line("once rendered, 20 readers", again))
    print(line("area of one's own, one reader", own))
    print(line("nothing rendered, 20 readers", worst))
    print(f"largest page as sent {max(first.sent):,} bytes")
    print(f"first view / once rendered: {first.at(50) / again.at(50):.0f} times (medians)")
    found = dict(zip(TARGETS, (again.at(95), first.at(95), own.at(95)), strict=True))
    for name, wanted in TARGETS.items():
        met = "met" if found[name] <= wanted else "missed"
        print(f"{name}: {found[name]:.3f} s, wanted {wanted} s: {met}")


if __name__ == "__main__":
    main()
