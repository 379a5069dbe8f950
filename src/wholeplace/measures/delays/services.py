"""What is full: slots of each service and place, people in them, and people who wait for one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.delays.parts import WITHHELD, released_parts
from wholeplace.measures.delays.table import ALL
from wholeplace.measures.flow_inputs.schemas import IN_PROCESS, IN_SERVICE, WAITING
from wholeplace.sources.after_hospital import PATHWAY_OF, WITH_SLOTS
from wholeplace.statistics import DisclosureProfile, release_count

SCHEMA = pa.schema(
    [
        ("service", pa.string()),
        ("place", pa.string()),
        ("week", pa.date32()),
        ("slots", pa.int64()),
        *((name, pa.int64()) for name in (IN_SERVICE, WAITING, IN_PROCESS)),
        *((f"{name}_status", pa.string()) for name in (IN_SERVICE, WAITING, IN_PROCESS)),
        ("share", pa.float64()),
    ]
)
STATES = (IN_SERVICE, WAITING, IN_PROCESS)
PATHWAY = "pathway_"
SHOWN_TO = 4
"""A count that is shown may stand for so many more, from the least to the most."""
GROUPS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in WITH_SLOTS},
    **{
        f"{PATHWAY}{number}": tuple(name for name in WITH_SLOTS if PATHWAY_OF[name] == number)
        for number in sorted({PATHWAY_OF[name] for name in WITH_SLOTS})
    },
    ALL: tuple(WITH_SLOTS),
}
"""What rows are of: each service, the services of each pathway together, and all of them. Where few
people are in any one service, those together may still be told."""


def service_rows(now: pa.Table, capacity: pa.Table, profile: DisclosureProfile) -> pa.Table:
    """Gated rows of every service, of each pathway, and of all services in every place.

    Slots are a fact about a service, and are not rounded; the share of them that is taken comes
    from the rounded count, so it tells no more than that does.

    Args:
        now: The flow model's table of where people are.
        capacity: Its table of slots by week.
        profile: The disclosure profile.

    Returns:
        A table of :data:`SCHEMA`; without slots where none were landed.
    """
    week = pc.max(capacity["week"]).as_py()
    latest = capacity.filter(pc.equal(capacity["week"], pa.scalar(week, pa.date32())))
    places = sorted({*latest["place"].to_pylist(), *now["place"].to_pylist()})
    keys = [
        (group, place)
        for group in GROUPS
        for place in (*(() if group.startswith(PATHWAY) else places), ALL)
    ]
    slots = _added(latest, "slots", keys)
    counts = {
        state: _added(now.filter(pc.equal(now["state"], state)), "people", keys) for state in STATES
    }
    kept = np.array([place == ALL for _, place in keys]) | (slots > 0)
    kept |= sum(counts.values()) > 0
    known = np.where(slots > 0, slots, np.nan)
    taken = np.minimum(_gated(counts[IN_SERVICE], keys, profile)[0], known)
    columns: dict[str, pa.Array] = {
        "service": pa.array([service for service, _ in keys]),
        "place": pa.array([place for _, place in keys]),
        "week": pa.array([week] * len(keys), pa.date32()),
        "slots": pa.array(slots, mask=slots == 0),
        "share": pa.array(taken / known, from_pandas=True),
    }
    for state, count in counts.items():
        value, status = _gated(count, keys, profile)
        columns[state] = pa.array(value, pa.int64(), from_pandas=True)
        columns[f"{state}_status"] = pa.array(status.tolist())
    table = pa.table({name: columns[name] for name in SCHEMA.names}).cast(SCHEMA)
    return table.filter(pa.array(kept))


def _gated(
    counts: NDArray[np.int64], keys: list[tuple[str, str]], profile: DisclosureProfile
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Counts by group and place; a group whose total is hidden is not divided by place."""
    value, status = np.full(len(keys), np.nan), np.full(len(keys), "no_data", dtype=object)
    for group in GROUPS:
        places = np.array([name == group and place != ALL for name, place in keys])
        whole = keys.index((group, ALL))
        value[places], status[places] = released_parts(counts[places], int(counts[whole]), profile)
        alone = release_count(counts[[whole]], profile=profile)
        value[whole], status[whole] = alone.value[0], str(alone.status[0])
    _keep_quiet(keys, value, status, profile)
    return value, status.astype(str)


def _keep_quiet(
    keys: list[tuple[str, str]], value: NDArray, status: NDArray, profile: DisclosureProfile
) -> None:
    """Withhold several services together where they would say more of one that is hidden.

    Ten in care homes of which ten are residential leave the nursing homes, hidden as "1 to 7", four
    at most; and nobody in any care home says that nobody is in either kind.
    """
    at = {key: number for number, key in enumerate(keys)}
    for (group, place), number in at.items():
        if group in WITH_SLOTS or not value[number] >= 0:
            continue
        parts = [at[name, place] for name in GROUPS[group]]
        known = [_may_be(value[part], status[part], profile) for part in parts]
        if _tells(_may_be(value[number], status[number], profile), known):
            value[number], status[number] = np.nan, WITHHELD


def _may_be(value: float, status: str, profile: DisclosureProfile) -> tuple[float, float]:
    """The least and the most that a released count may stand for."""
    if status == "shown":
        reach = profile.base // 2 if value else 0
        return value - reach, value + reach
    least = 1 if status == "suppressed" else 0
    return least, float(profile.suppressed_up_to)


def _tells(whole: tuple[float, float], parts: list[tuple[float, float]]) -> bool:
    """Whether a whole leaves a part that is hidden fewer values than it may have by itself."""
    least, most = sum(low for low, _ in parts), sum(high for _, high in parts)
    return any(
        min(high, whole[1] - (least - low)) - max(low, whole[0] - (most - high)) < high - low
        for low, high in parts
        if high - low > SHOWN_TO
    )


def _added(table: pa.Table, column: str, keys: list[tuple[str, str]]) -> NDArray[np.int64]:
    """Sums by group and place, and by group over all places."""
    found: dict[tuple[str, str], int] = {}
    for row in table.select(["service", "place", column]).to_pylist():
        mine = [group for group, names in GROUPS.items() if row["service"] in names]
        for key in product(mine, (row["place"], ALL)):
            found[key] = found.get(key, 0) + row[column]
    return np.array([found.get(key, 0) for key in keys], dtype=np.int64)
