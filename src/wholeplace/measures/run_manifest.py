"""The manifest of a run: what it rested on, what it wrote, and how long each step took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wholeplace.core.version import code_version
from wholeplace.linkage.person_links import Linked
from wholeplace.measures.orders import PURPOSE
from wholeplace.measures.run_record import AtWork
from wholeplace.statistics import DisclosureProfile, round_count

LINKAGE = "linkage.parquet"
"""The exact counts of records by source and outcome, in the zone of cubes."""
Say = Callable[[str], None]


@dataclass
class Steps:
    """Says each step and keeps how long it took.

    Attributes:
        say: Told each step as it begins.
        seconds: Step → how long it took.
    """

    say: Say
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step of the run."""
        self.say(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 2)


def manifest(
    work: AtWork, linked: Linked, written: Mapping[str, Any], seconds: Mapping[str, float]
) -> dict[str, Any]:
    """What a run says of itself.

    Args:
        work: The run.
        linked: The people there are.
        written: What was written to the release.
        seconds: Step → how long it took.
    """
    order, prepared = work.order, work.prepared
    installation = order.settings.installation
    return {
        "run_id": prepared.run_id,
        "as_at": order.as_at.isoformat(),
        "known_at": order.known_at.isoformat(),
        "code_version": code_version(),
        "engine": order.engine,
        "installation": installation.name,
        "identity": installation.identity,
        "synthetic": installation.synthetic or any(batch.synthetic for batch in prepared.batches),
        "geography": prepared.geography.kind,
        "geography_hash": prepared.geography.content_hash,
        "disclosure_profile": prepared.profile.name,
        "inputs": prepared.inputs,
        "held_against": prepared.earlier.run_id if prepared.earlier else None,
        "purpose": PURPOSE,
        "batches": [batch.batch_id for batch in prepared.batches],
        "linkage": _as_released(linked, prepared.profile),
        **written,
        "not_produced": work.missing,
        "partner_flags": sorted(prepared.flags),
        "seconds": seconds,
    }


def _as_released(linked: Linked, profile: DisclosureProfile) -> list[dict[str, Any]]:
    """Records by source and outcome, rounded, and none where they are few.

    A manifest lies in the release. The exact counts are in the zone of cubes.
    """
    rows = linked.counts.to_pylist()
    shown = round_count([row["records"] for row in rows], profile)
    return [
        {**row, "records": None if np.isnan(count) else int(count)}
        for row, count in zip(rows, shown, strict=True)
    ]
