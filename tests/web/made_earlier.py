"""An earlier run beside the made release: the same numbers, but that one gap was narrower then."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

EARLIER_RUN_ID = "2025-03-31-made"
NARROWER = 0.5


def make_earlier(release: Path, measure: str) -> None:
    """Write the earlier run beside a made release.

    Args:
        release: The made release.
        measure: The measure whose gaps were half as wide.
    """
    target = release.parent / EARLIER_RUN_ID
    shutil.copytree(release, target)
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"run_id": EARLIER_RUN_ID, "as_at": "2025-03-31", "known_at": "2025-04-10"}
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    gaps = pq.read_table(target / "inequalities.parquet")
    factor = pc.if_else(pc.equal(gaps["measure"], measure), NARROWER, 1.0)
    for name in ("difference", "difference_lower", "difference_upper"):
        place = gaps.column_names.index(name)
        halved = pc.multiply(gaps[name], factor).combine_chunks()
        gaps = gaps.set_column(place, pa.field(name, pa.float64()), halved)
    pq.write_table(gaps, target / "inequalities.parquet")
