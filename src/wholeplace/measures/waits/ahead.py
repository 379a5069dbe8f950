"""Each list a half year ahead, if referrals and capacity stay as they were: the release's rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.measures.waits.days import REMOVED, WAITING, target_of, window_of
from wholeplace.measures.waits.definition import LONGEST_BIN, WaitingList
from wholeplace.measures.waits.lengths import BAND
from wholeplace.measures.waits.sizes import (
    ALL,
    SHOWN,
    Counts,
    counts_of,
    parts_of,
    rounded_flows,
    status_of_list,
)
from wholeplace.statistics import (
    DisclosureProfile,
    Flow,
    ListAhead,
    likely_to_leave,
    list_ahead,
    round_count,
    significant_figures,
)
from wholeplace.statistics.intervals import FloatArray

WEEKS, REPLICATIONS, SEED = 26, 200, 20260331
OVER = "over_target"
_LIKELY = (0.1, 0.9)
_QUANTILES = {"lower_80": 0.1, "upper_80": 0.9, "lower_95": 0.025, "upper_95": 0.975}
_NUMBERS = ("value", *_QUANTILES)
LISTS_AHEAD_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("list", "provider", "specialty", "what")),
        ("week_end", pa.date32()),
        ("ahead", pa.int64()),
        *((name, pa.float64()) for name in _NUMBERS),
    ]
)
_BANDS = LONGEST_BIN // BAND + 1


class TrackRecord(NamedTuple):
    """How the same method would have done half a window ago, told only what was known then.

    Attributes:
        lists: Lists of one hospital, or of one specialty, that it was tested on.
        held: Those whose size today its 80% range held.
        weeks: How many weeks ahead it looked.
    """

    lists: int
    held: int
    weeks: int


def ahead_rows(
    item: WaitingList,
    days: pa.Table,
    lengths: pa.Table,
    as_at: dt.date,
    profile: DisclosureProfile,
) -> pa.Table:
    """Each hospital's and each specialty's list: its size in past weeks, and in weeks to come.

    Everything follows from rounded counts, and is shown of a list only where its size is. Past
    weeks are shown of hospitals only if every hospital's list is, and so of specialties: from
    thirteen weeks of the whole and of all lists but one, the one could be worked out, since what
    rounding adds to single weeks averages out.

    Args:
        item: A waiting list with a target.
        days: What ``list_days`` returned.
        lengths: What ``list_lengths`` returned.
        as_at: The date of the run.
        profile: The disclosure profile.

    Returns:
        A table of :data:`LISTS_AHEAD_SCHEMA`; ``ahead`` is 0 for what was counted.
    """
    target = target_of(item)
    start = window_of(target, as_at)
    waited = {(p, s): part for p, s, part in parts_of(lengths)}
    lists = list(_margins(days, start, as_at))
    hiding = {_divided_by(p, s) for p, s, one in lists if status_of_list(one, profile) != SHOWN}
    made: list[dict[str, Any]] = []
    for provider, specialty, counts in lists:
        flows = _flows(counts, start, profile)
        if flows is None:
            continue
        same = {"list": item.name, "provider": provider, "specialty": specialty}
        part = waited[provider, specialty]
        waiting, over = _by_week(part, int(target.weeks), counts, profile)
        left = _rounded_bands(part, REMOVED, profile)
        ahead = list_ahead(
            waiting,
            np.repeat(likely_to_leave(waiting.reshape(-1, BAND).sum(axis=1), left), BAND),
            *flows,
            target.window,
            int(target.weeks),
            WEEKS,
            REPLICATIONS,
            SEED,
        )
        past = list(_past(counts, as_at, profile))
        hidden = _divided_by(provider, specialty) in hiding
        made += [same | row for row in (past[-1:] if hidden else past)]
        made.append(same | _counted(OVER, as_at, over))
        made += [same | row for row in _ahead(ahead, as_at, over is not None, profile)]
    return pa.Table.from_pylist(made, LISTS_AHEAD_SCHEMA)


def record_of(
    item: WaitingList, days: pa.Table, as_at: dt.date, profile: DisclosureProfile
) -> TrackRecord:
    """Whether each list came to be what would have been said of it half a window ago.

    Args:
        item: A waiting list with a target.
        days: What ``list_days`` returned.
        as_at: The date of the run.
        profile: The disclosure profile.
    """
    target = target_of(item)
    start = window_of(target, as_at)
    weeks = target.window // 2
    known = 7 * (target.window - weeks)
    inside = []
    for _, _, counts in _margins(days, start, as_at):
        net = int(counts.referred[known:].sum()) - int(counts.removed[known:].sum())
        then = Counts(counts.referred[:known], counts.removed[:known], counts.waiting - net, 0)
        flows = _flows(then, start, profile)
        if flows is not None:
            size, everybody = np.array([float(then.waiting)]), np.ones(1)
            found = list_ahead(size, everybody, *flows, known // 7, 1, weeks, REPLICATIONS, SEED)
            low, high = np.quantile(found.waiting[:, -1], _LIKELY)
            inside.append(low <= counts.waiting <= high)
    return TrackRecord(len(inside), sum(map(int, inside)), weeks)


def _flows(counts: Counts, start: dt.date, profile: DisclosureProfile) -> tuple[Flow, Flow] | None:
    """Referrals and removals a week; None where the list is not shown, or one is not known."""
    if status_of_list(counts, profile) != SHOWN:
        return None
    flows = rounded_flows(counts, start, profile)
    return flows if all(np.isfinite(float(flow.weekly.value)) for flow in flows) else None


def _margins(days: pa.Table, start: dt.date, as_at: dt.date) -> Iterator[tuple[str, str, Counts]]:
    """All lists together, each hospital's, and each specialty's."""
    for provider, specialty, part in parts_of(days):
        if ALL in (provider, specialty):
            yield provider, specialty, counts_of(part, start, as_at)


def _divided_by(provider: str, specialty: str) -> str:
    """Whether a list is one of the hospitals', one of the specialties', or all of them."""
    if provider == specialty == ALL:
        return ALL
    return "specialty" if provider == ALL else "provider"


def _by_week(
    part: pa.Table, over_weeks: int, counts: Counts, profile: DisclosureProfile
) -> tuple[FloatArray, float | None]:
    """People by whole weeks waited, and those over the target; None where they are too few.

    Both follow from rounded counts: bands add up to the rounded list, and to the rounded number of
    those over the target.
    """
    exact, bands = _bands(part, WAITING), _rounded_bands(part, WAITING, profile)
    limit = over_weeks // BAND
    total = float(round_count([counts.waiting], profile)[0])
    over = float(round_count([exact[limit:].sum()], profile)[0])
    if np.isfinite(over):
        bands[:limit] = _adding_up_to(max(total - over, 0.0), bands[:limit])
        bands[limit:] = _adding_up_to(over, bands[limit:])
    else:
        bands = _adding_up_to(total, bands)
    return np.repeat(bands / BAND, BAND), over if np.isfinite(over) else None


def _adding_up_to(total: float, bands: FloatArray) -> FloatArray:
    if not bands.sum():
        return np.full(len(bands), total / len(bands))
    return np.asarray(bands * total / bands.sum())


def _bands(part: pa.Table, what: str) -> FloatArray:
    mine = part.filter(pc.equal(part["what"], what))
    band, people = (mine[name].to_numpy() for name in ("band", "people"))
    return np.bincount(band, people, _BANDS).astype(np.float64)


def _rounded_bands(part: pa.Table, what: str, profile: DisclosureProfile) -> FloatArray:
    """Rounded; a small number is the middle of those that would be small."""
    rounded = round_count(_bands(part, what), profile)
    return np.where(np.isnan(rounded), (1 + profile.suppressed_up_to) / 2, rounded)


def _past(counts: Counts, as_at: dt.date, profile: DisclosureProfile) -> Iterator[dict[str, Any]]:
    """The size at the end of each week of the window, up to the date of the run."""
    net = np.cumsum((counts.referred - counts.removed)[::-1])
    sizes = counts.waiting - np.concatenate([[0], net])[: len(net) : 7]
    for back, size in reversed(list(enumerate(round_count(sizes, profile)))):
        value = None if np.isnan(size) else float(size)
        yield _counted(WAITING, as_at - dt.timedelta(days=7 * back), value)


def _counted(what: str, day: dt.date, value: float | None) -> dict[str, Any]:
    return {"what": what, "week_end": day, "ahead": 0, "value": value}


def _ahead(
    found: ListAhead, as_at: dt.date, with_over: bool, profile: DisclosureProfile
) -> Iterator[dict[str, Any]]:
    for what, sizes in ((WAITING, found.waiting), (OVER, found.over))[: 1 + with_over]:
        told = np.vstack([sizes.mean(axis=0), np.quantile(sizes, [*_QUANTILES.values()], axis=0)])
        numbers = significant_figures(told, profile.significant_figures)
        for week in range(WEEKS):
            day = as_at + dt.timedelta(days=7 * (week + 1))
            values = dict(zip(_NUMBERS, map(float, numbers[:, week]), strict=True))
            yield {"what": what, "week_end": day, "ahead": week + 1} | values
