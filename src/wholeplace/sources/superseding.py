"""Superseding: which batches a run may know, and which submission has the last word on a row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wholeplace.sources.batches import Batch
from wholeplace.sources.periods import read_period


def known(batches: Iterable[Batch], known_at: date) -> list[Batch]:
    """The batches that a run may read: received by then, and not superseded whole by then.

    Args:
        batches: All batches, in any order.
        known_at: The day up to which the run may know things.

    Returns:
        For each dataset and source in turn, its latest full submission and all that came after
        it, in the order received. Only submissions received on one day are told apart by the
        order in which they were landed.
    """
    by_feed: dict[tuple[str, str], list[Batch]] = {}
    for batch in batches:
        if batch.received <= known_at:
            by_feed.setdefault((batch.dataset, batch.source), []).append(batch)
    chosen = []
    for _, feed in sorted(by_feed.items()):
        in_order = as_received(feed)
        fulls = [place for place, batch in enumerate(in_order) if batch.submission == "full"]
        chosen += in_order[fulls[-1] :] if fulls else in_order
    return chosen


def as_received(batches: Iterable[Batch]) -> list[Batch]:
    """Batches in the order received; of one day, in the order landed."""
    return sorted(batches, key=lambda batch: (batch.received, batch.sequence))


def superseded_by(new: Batch, batches: Iterable[Batch]) -> tuple[str, ...]:
    """Ids of the batches that a new one replaces whole, itself not yet among them.

    Args:
        new: The batch about to be landed.
        batches: Those landed before.

    Returns:
        For a full submission, all of its feed that were received before; for one that replaces a
        period, those that had replaced a part of that period. The rest keep some rows.
    """
    feed = [b for b in batches if (b.dataset, b.source) == (new.dataset, new.source)]
    before = [b for b in feed if b.received <= new.received]
    if new.submission == "full":
        return tuple(b.batch_id for b in before)
    if new.submission == "period":
        days = read_period(new.period)
        same = [b for b in before if b.submission == "period"]
        return tuple(b.batch_id for b in same if days.holds(read_period(b.period)))
    return ()
