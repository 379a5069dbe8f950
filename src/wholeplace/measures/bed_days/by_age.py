"""Hospital stays of everybody by sex and age: the rates that demand in years to come rests on."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.engine import Engine
from wholeplace.measures.bed_days.stays import all_stays_in
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.statistics import DisclosureProfile, round_count, status_of
from wholeplace.statistics.margins_shown import hidden_beside_margins
from wholeplace.statistics.suppression import StatusArray

ACTIVITIES = {
    "emergency": "Emergency admissions",
    "planned": "Planned admissions",
    "other": "Maternity and other admissions",
}
SCHEMA = pa.schema(
    [
        ("activity", pa.string()),
        ("sex", pa.string()),
        ("age_band", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("residents", pa.int64()),
        ("admissions", pa.int64()),
        ("bed_days", pa.int64()),
        ("status", pa.string()),
    ]
)


def stays_by_age(
    engine: Engine, stays: ir.Table, people: ir.Table, period: tuple[dt.date, dt.date]
) -> pa.Table:
    """Stays that began in a year, and nights in it, of residents of the system.

    Args:
        engine: The engine.
        stays: What :func:`~wholeplace.measures.bed_days.stays.stays_of` returned for the year.
        people: The person table.
        period: The first and the last day of the year.

    Returns:
        ``activity``, ``sex``, ``age_band``, ``people`` who had any, ``admissions``, ``bed_days``,
        ``residents`` of that sex and age on the last day: exact, so not for release.
    """
    found = all_stays_in(stays, *period)
    kind = ibis.cases(
        (found.urgent == 1, "emergency"), (found.planned == 1, "planned"), else_="other"
    )
    kinds = found.select("person", "nights", "began", activity=kind)
    each = kinds.group_by("person", "activity").agg(
        nights=kinds.nights.sum().cast("int64"), began=kinds.began.sum().cast("int64")
    )
    here = people.filter(people.icb.notnull()).select("person", "sex", "age_band")
    placed = each.join(here, "person")
    counted = placed.group_by("activity", "sex", "age_band").agg(
        people=placed.count(),
        admissions=placed.began.sum().cast("int64"),
        bed_days=placed.nights.sum().cast("int64"),
    )
    living = people.filter(people.icb.notnull() & people.resident)
    all_of_them = living.group_by("sex", "age_band").agg(residents=living.count())
    both = counted.left_join(all_of_them, ["sex", "age_band"])
    return engine.fetch(both.drop("sex_right", "age_band_right"))


def released_by_age(
    counted: pa.Table, period: tuple[dt.date, dt.date], profile: DisclosureProfile
) -> pa.Table:
    """The table as it may be released: rounded, hidden where few people had such stays.

    The values count nearly the same stays by age and by sex alone. So groups are withheld, too,
    where those margins would tell hidden days or admissions.

    Args:
        counted: What :func:`stays_by_age` returned.
        period: The first and the last day of the year.
        profile: The disclosure profile.
    """
    status = status_of(counted["people"].to_numpy(), statistic="count", profile=profile)
    status = np.where(_told_by_margins(counted, status, profile), WITHHELD, status)
    size = counted.num_rows
    columns = {
        **{name: counted[name] for name in ("activity", "sex", "age_band")},
        "period_start": pa.repeat(pa.scalar(period[0]), size),
        "period_end": pa.repeat(pa.scalar(period[1]), size),
        "status": pa.array(status.astype(str)),
    }
    for name in ("residents", "admissions", "bed_days"):
        rounded = round_count(counted[name].to_numpy().astype(np.float64), profile)
        shown = np.where(status == "shown", rounded, np.nan)
        columns[name] = pa.array(shown, pa.int64(), from_pandas=True)
    made = pa.table({name: columns[name] for name in SCHEMA.names}, schema=SCHEMA)
    by = [(name, "ascending") for name in ("activity", "sex", "age_band")]
    return made.sort_by(by)


def _told_by_margins(
    counted: pa.Table, status: StatusArray, profile: DisclosureProfile
) -> NDArray[np.bool_]:
    """Groups to withhold besides those that are hidden, activity by activity."""
    hidden = status != "shown"
    gone = hidden.copy()
    ways = [np.asarray(counted[name].combine_chunks()) for name in ("age_band", "sex")]
    activities = np.asarray(counted["activity"])
    while True:
        before = gone.copy()
        for name in ("admissions", "bed_days"):
            counts = counted[name].to_numpy()
            for activity in np.unique(activities):
                mine = np.flatnonzero(activities == activity)
                some = [np.unique(way[mine], return_inverse=True)[1] for way in ways]
                gone[mine] = hidden_beside_margins(counts[mine], gone[mine], some, profile)
        if (gone == before).all():
            return gone & ~hidden
