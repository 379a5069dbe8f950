"""The three measures of delay as intervals: from which day to which a person held a bed so.

* No criteria to reside: from the first day without a reason to be in hospital (NHS England, Acute
  discharge situation report).
* Delayed: an agreed delay with a reason, from the day after the person was ready (NHS England,
  Delayed transfers of care, the national count of which ended in February 2020).
* After the ready date: from the discharge-ready date (NHS Data Model and Dictionary), which is the
  last one where readiness was put off.
"""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.expressions import known
from wholeplace.measures.flow_inputs.landed import Leaving
from wholeplace.measures.flow_inputs.rows import DELAYS, Geography, place_of_home

NO_CRITERIA, DELAYED, AFTER_READY = "no_criteria", "delayed", "after_ready"
MEASURES = (NO_CRITERIA, DELAYED, AFTER_READY)
OF_STAY = ("hospital", "site", "service", "pathway", "place")
OF_DELAY = ("reason", "responsible")
DIMENSIONS = (*OF_STAY, *OF_DELAY)
NOT_APPLICABLE = ""


def intervals(leaving: Leaving) -> dict[str, ir.Table]:
    """The intervals of each measure whose data were landed.

    Args:
        leaving: What was landed.

    Returns:
        Measure → ``source``, :data:`DIMENSIONS`, ``begins``, ``ends`` (null where it goes on).
    """
    found: dict[str, ir.Table] = {}
    ready, as_at = leaving.ready, leaving.as_at
    if ready is None:
        return found
    plain = {name: ibis.literal(NOT_APPLICABLE) for name in OF_DELAY}
    for measure, day in ((NO_CRITERIA, "no_criteria"), (AFTER_READY, "ready")):
        mine = ready.filter(ready[day] <= ibis.literal(as_at))
        found[measure] = mine.select("source", *OF_STAY, **plain, begins=mine[day], ends=mine.left)
    if DELAYS in leaving.datasets:
        found[DELAYED] = _delays(leaving.datasets[DELAYS], ready, leaving.where, as_at)
    return found


def _delays(rows: ir.Table, ready: ir.Table, where: Geography, as_at: dt.date) -> ir.Table:
    """Agreed delays, each with the service its stay was for."""
    today = ibis.literal(as_at)
    mine = rows.filter(rows.delay_start_date <= today)
    mine = place_of_home(mine, where)
    told = ("reason", "responsible", "delay_start_date", "delay_end_date")
    mine = mine.select("source", "spell_id", "place", *told, hospital=mine.provider_code)
    stays = ready.select("hospital", "spell_id", "site", "service", "pathway")
    joined = mine.left_join(stays, ["hospital", "spell_id"])
    ends = joined.delay_end_date
    return joined.select(
        "source",
        "hospital",
        "place",
        site=known(joined.site),
        service=known(joined.service),
        pathway=known(joined.pathway),
        reason=known(joined.reason),
        responsible=known(joined.responsible),
        begins=joined.delay_start_date,
        ends=ibis.ifelse(ends <= today, ends, ibis.null("date")),
    )
