"""What a hospital wrote down of somebody's sex and ethnicity, with its own gaps and mistakes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.faults import Faults
from wholeplace.sources.synthetic.gp_feed import CATEGORIES
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World


def stated_columns(
    world: World,
    person: NDArray[np.int64],
    keys: pa.Array,
    faults: Faults,
    dataset: str,
    source: str,
) -> dict[str, pa.Array]:
    """Sex and ethnic category of the person of each row.

    Args:
        world: The population.
        person: Position of the person of each row.
        keys: The row's own id.
        faults: Where mistakes are written down.
        dataset: Name of the data set.
        source: Name of the feed.
    """
    rng = stream(world.seed, "stated", dataset, source)
    size = len(person)

    def mark(kind: str) -> NDArray[np.int64]:
        chosen = faults.choose(rng, kind, size)
        faults.note(dataset, source, kind, keys.take(pa.array(chosen)))
        return chosen

    sex, ethnicity = world.people.sex[person].copy(), world.people.ethnicity[person].copy()
    wrong = mark("sex disagrees")
    sex[wrong] = 1 - sex[wrong]
    other = mark("ethnic category disagrees")
    ethnicity[other] = (ethnicity[other] + rng.integers(1, len(CATEGORIES), len(other))) % len(
        CATEGORIES
    )
    category = CATEGORIES[ethnicity].astype("U2")
    category[mark("ethnic category not stated")] = "Z"
    category[mark("ethnic category not known")] = "99"
    return {
        "sex": pa.array((sex + 1).astype("U1")).dictionary_encode(),
        "ethnic_category": pa.array(category).dictionary_encode(),
    }
