"""Whether each provider's list is the right size: released numbers of waiting-list theory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.waits.days import REFERRED, REMOVED, WAITING, target_of, window_of
from wholeplace.measures.waits.definition import Target, WaitingList
from wholeplace.statistics import (
    DisclosureProfile,
    Flow,
    ListStatistics,
    flow_of,
    list_of_counts,
    referral_flow,
    removal_flow,
    round_count,
    significant_figures,
    size_of_list,
    wait_factor,
)

ALL, SHOWN, STALE = "all", "shown", "stale"
RATES = ("demand", "capacity", "load")
FIGURES = ("target_size", "mean_wait", "pressure", "target_capacity", "relief_capacity")
SIZES_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("list", "provider", "specialty")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("waiting", pa.int64()),
        *((f"{name}{end}", pa.float64()) for name in RATES for end in ("", "_lower", "_upper")),
        ("too_big", pa.bool_()),
        *((name, pa.float64()) for name in FIGURES),
        ("status", pa.string()),
    ]
)


class Counts(NamedTuple):
    """One list over its window.

    Attributes:
        referred: People referred on each day.
        removed: People removed on each day.
        waiting: People waiting at its end.
        waited: Days they have waited, in all.
    """

    referred: NDArray[np.int64]
    removed: NDArray[np.int64]
    waiting: int
    waited: int


def sizes_rows(
    item: WaitingList, days: pa.Table, as_at: dt.date, profile: DisclosureProfile
) -> pa.Table:
    """Gated sizes of one list, by provider and specialty, and of both together.

    Rates come from rounded counts, so that a rate does not tell what rounding hides.

    Args:
        item: A waiting list with a target.
        days: What ``list_days`` returned.
        as_at: The date of the run.
        profile: The disclosure profile.

    Returns:
        A table of :data:`SIZES_SCHEMA`.
    """
    target = target_of(item)
    start = window_of(target, as_at)
    made = []
    for provider, specialty, part in parts_of(days):
        counts = counts_of(part, start, as_at)
        same: dict[str, Any] = {"list": item.name, "provider": provider, "specialty": specialty}
        same |= {"period_start": start, "period_end": as_at}
        made.append(same | _released(counts, target, start, profile))
    return pa.Table.from_pylist(made, SIZES_SCHEMA)


def stale_rows(item: WaitingList, stale: Mapping[str, dt.date]) -> pa.Table:
    """Rows of hospitals whose list is not current: they are named, and not judged.

    Args:
        item: The waiting list.
        stale: Provider → the last day that its list told of.
    """
    same = {"list": item.name, "specialty": ALL, "status": STALE}
    rows = [same | {"provider": name, "period_end": day} for name, day in stale.items()]
    return pa.Table.from_pylist(rows, SIZES_SCHEMA)


def parts_of(days: pa.Table) -> Iterator[tuple[str, str, pa.Table]]:
    """The rows of each provider and specialty, of each alone, and of all.

    Args:
        days: Rows with a ``provider`` and a ``specialty``.

    Yields:
        Provider, specialty and rows.
    """
    names = [
        [ALL, *sorted(pc.unique(days[name]).to_pylist())] for name in ("provider", "specialty")
    ]
    for provider, specialty in product(*names):
        chosen = days
        for name, value in (("provider", provider), ("specialty", specialty)):
            chosen = chosen if value == ALL else chosen.filter(pc.equal(chosen[name], value))
        if chosen.num_rows:
            yield provider, specialty, chosen


def counts_of(part: pa.Table, start: dt.date, as_at: dt.date) -> Counts:
    """One list over its window, from its rows of ``list_days``.

    Args:
        part: The rows.
        start: The first day of the window.
        as_at: Its last day.
    """
    size = (as_at - start).days + 1
    day = part["day"].cast(pa.int32()).to_numpy() - (start - dt.date(1970, 1, 1)).days
    what, people = np.array(part["what"].to_pylist()), part["people"].to_numpy()

    def by_day(name: str) -> NDArray[np.int64]:
        mine = what == name
        return np.bincount(day[mine], people[mine], size).astype(np.int64)

    waiting = what == WAITING
    waited = part["waited"].to_numpy()[waiting].sum()
    return Counts(by_day(REFERRED), by_day(REMOVED), int(people[waiting].sum()), int(waited))


def _released(
    counts: Counts, target: Target, start: dt.date, profile: DisclosureProfile
) -> dict[str, Any]:
    """What may be seen of one list; nothing but its status where too few come, leave or wait."""
    status = status_of_list(counts, profile)
    if status != SHOWN:
        return {"status": status}
    rounded = int(round_count([counts.waiting], profile)[0])
    mean_wait = counts.waited / counts.waiting / 7 if counts.waiting else np.nan
    found = size_of_list(
        *rounded_flows(counts, start, profile),
        rounded,
        mean_wait,
        target.weeks,
        float(wait_factor(target.within)),
        varied="weeks",
    )
    return _row(found, profile) | {"waiting": rounded, "status": SHOWN}


def status_of_list(counts: Counts, profile: DisclosureProfile) -> str:
    """Whether anything may be seen of a list: too few may come, leave or wait.

    Args:
        counts: The list.
        profile: The disclosure profile.
    """
    came, left = int(counts.referred.sum()), int(counts.removed.sum())
    if not came or not left:
        return "no_data"
    few = min(came, left) < profile.minimum_events or 0 < counts.waiting < profile.minimum_events
    return "too_few" if few else SHOWN


def rounded_flows(counts: Counts, start: dt.date, profile: DisclosureProfile) -> tuple[Flow, Flow]:
    """Referrals and removals a week, from rounded counts.

    Args:
        counts: The list; somebody came and left.
        start: The first day of its window.
        profile: The disclosure profile.
    """
    listed = list_of_counts(start, counts.referred, counts.removed, counts.waiting)
    # The window's two ends stand as referrals: there is one time more between them than people.
    referrals = _from_rounded(referral_flow(listed), 1, profile)
    return referrals, _from_rounded(removal_flow(listed), 0, profile)


def _from_rounded(flow: Flow, besides: int, profile: DisclosureProfile) -> Flow:
    """The rate and limits that the rounded number of people would give.

    Args:
        flow: How fast they came, or left.
        besides: How many more times lay between them than there are people.
        profile: The disclosure profile.
    """
    people = int(round_count([flow.people], profile)[0])
    weekly = float(flow.weekly.value) * (people + besides) / (flow.people + besides)
    varied = (float(significant_figures(number)) for number in (flow.cv, flow.dispersion))
    return flow_of(people, weekly, *varied)


def _row(found: ListStatistics, profile: DisclosureProfile) -> dict[str, Any]:
    rates = (found.demand.weekly, found.capacity.weekly, found.load)
    numbers = {
        f"{name}{end}": float(part)
        for name, interval in zip(RATES, rates, strict=True)
        for end, part in zip(("", "_lower", "_upper"), interval, strict=True)
    }
    numbers |= {name: getattr(found, name) for name in FIGURES}
    shown = significant_figures(list(numbers.values()), profile.significant_figures)
    rounded = [None if np.isnan(value) else float(value) for value in shown]
    return dict(zip(numbers, rounded, strict=True)) | {"too_big": found.too_big}
