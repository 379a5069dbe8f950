"""Each form of expression the code uses gives the same answer on DuckDB and on Spark."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import ibis
import ibis.expr.types as ir
import pytest

from tests.conformance.both import Both, Rule, same
from tests.conformance.nasty_tables import BIG
from wholeplace.core.calendar import window_start
from wholeplace.core.expressions import (
    age_band,
    age_in_years,
    beside,
    days_between,
    divide,
    flag,
    known,
)

AS_AT = dt.date(2026, 3, 31)
LEAP_DAY = dt.date(2024, 2, 29)


def latest_span(t: SimpleNamespace) -> ir.Table:
    """One row a person by row number: spans that last first, then the latest begun."""
    spans = t.spans.mutate(ended=~(t.spans.end.isnull() | (t.spans.end > ibis.literal(AS_AT))))
    position = ibis.row_number().over(
        group_by="person",
        order_by=[ibis.asc("ended"), ibis.desc("start"), ibis.asc("place"), ibis.asc("end")],
    )
    numbered = spans.mutate(position=position)
    return numbered.filter(numbered.position == 0)


def every_position(t: SimpleNamespace) -> ir.Table:
    """Row numbers where dates and places are blank, in both directions."""
    spans = t.spans.distinct()
    up = ibis.row_number().over(order_by=[spans.start, spans.end, spans.place, spans.person])
    down = ibis.row_number().over(
        group_by=spans.place, order_by=[ibis.desc(spans.end), ibis.desc(spans.start), spans.person]
    )
    return spans.mutate(up=up, down=down)


def resolved(t: SimpleNamespace) -> ir.Table:
    """The first date of one list after the last date of another, or the plain first."""
    coded = t.events.join(t.codes, "code").join(t.links, "record")
    both = coded.group_by("person").agg(
        first=coded.day.min(where=coded["list"] == 1), last=coded.day.max(where=coded["list"] == 0)
    )
    never = both.filter(both["last"].isnull()).select("person", since="first")
    some = both.filter(both["last"].notnull())
    again = coded.join(some, "person")
    later = again.filter(again.day > again["last"]).group_by("person").agg(since=again.day.min())
    return never.union(later)


def latest_reading(t: SimpleNamespace) -> ir.Table:
    """The value of the latest day, the lowest of that day."""
    found = t.events.filter(t.events.value.between(2.0, 200.0) & t.events.day.notnull())
    daily = found.group_by("record", "code", "day").agg(value=found.value.min())
    return daily.group_by("record").agg(
        value=daily.value.argmax(daily.day, where=daily.code == 10),
        day=daily.day.max(where=daily.code == 10),
        high=(
            (daily.code == 10) & (daily.value > 100) & (daily.day >= ibis.literal(LEAP_DAY))
        ).sum(),
    )


def months_held(t: SimpleNamespace) -> ir.Table:
    """Spans joined to months they cover: a join on inequalities."""
    begun = t.spans.start <= t.months.month
    still = t.spans.end.isnull() | (t.spans.end > t.months.month)
    return t.spans.join(t.months, [begun, still]).select("person", "place", "month")


def sums_of_everything(t: SimpleNamespace) -> ir.Table:
    """Sums and counts of each type, with groups in which nothing is known."""
    p = t.people
    return p.group_by(p.sex).agg(
        rows=p.count(),
        fifths=p.fifth.sum(),
        alive=p.alive.sum(),
        flags=flag(p.alive).sum(),
        squares=(p.fifth * p.fifth).sum(),
        people=p.person.max(),
        known=p.fifth.count(),
        adults=p.count(where=p.born < ibis.literal(LEAP_DAY)),
    )


OPERATIONS: dict[str, Rule] = {
    "rows as they were read": lambda t: t.people,
    "a table without rows": lambda t: t.nobody,
    "sums over a table without rows": lambda t: t.nobody.agg(
        n=t.nobody.count(), total=t.nobody.fifth.sum(), first=t.nobody.born.min()
    ),
    **{
        f"ages on {day}": lambda t, day=day: t.people.select(
            "person", a=age_in_years(t.people.born, day)
        )
        for day in (dt.date(2025, 2, 28), LEAP_DAY, dt.date(2025, 3, 1), AS_AT)
    },
    "age bands": lambda t: t.ages.select("age", band=age_band(t.ages.age)),
    "bands of worked-out ages": lambda t: t.people.select(
        "person", band=age_band(age_in_years(t.people.born, AS_AT))
    ),
    "flags of yes, no and unknown": lambda t: t.people.select("person", f=flag(t.people.alive)),
    "unknown as a word": lambda t: t.people.select("person", s=known(t.people.sex)),
    "cells of a cube": lambda t: (
        t.people.select(
            fifth=t.people.fifth.cast("string").fill_null("unknown"), n=flag(t.people.alive)
        )
        .group_by("fifth")
        .agg(n=lambda c: c.n.sum())
    ),
    "quotients": lambda t: t.people.select("person", q=divide(t.people.amount, t.people.fifth)),
    "days between dates": lambda t: t.spans.mutate(d=days_between(t.spans.start, t.spans.end)),
    "nights to the date of the run": lambda t: t.spans.mutate(
        nights=ibis.least(t.spans.end.fill_null(ibis.literal(AS_AT)), ibis.literal(AS_AT))
        .delta(t.spans.start, unit="day")
        .cast("int64")
    ),
    "the least of dates, some blank": lambda t: t.spans.mutate(
        least=ibis.least(t.spans.start, t.spans.end)
    ),
    "three-valued logic": lambda t: t.people.select(
        "person",
        both=t.people.alive & t.people.here,
        either=t.people.alive | t.people.here,
        neither=~t.people.alive,
        any=ibis.or_(t.people.alive, t.people.here, t.people.born.isnull()),
        settled=(t.people.alive & t.people.here).fill_null(False),
    ),
    "filters drop what is unknown": lambda t: t.people.filter(t.people.fifth > 1).select("person"),
    "negated filters drop it too": lambda t: t.people.filter(~(t.people.fifth > 1)).select(
        "person"
    ),
    "cases of a word": lambda t: t.people.select(
        "person", s=t.people.sex.cases(("1", "male"), ("2", "female"), else_="unknown")
    ),
    "cases in order, blanks reaching the last": lambda t: t.people.select(
        "person",
        c=ibis.cases(
            (t.people.fifth >= 4, "high"),
            (t.people.fifth >= 2, "middle"),
            (t.people.amount > 7, "by amount"),
            else_="none",
        ),
    ),
    "a choice between a date and nothing": lambda t: t.people.select(
        "person", since=ibis.ifelse(t.people.fifth >= 3, t.people.born, ibis.null("date"))
    ),
    "coalesce, fill and nullif": lambda t: t.people.select(
        "person",
        c=ibis.coalesce(t.people.name.nullif(""), t.people.sex, "neither"),
        f=t.people.amount.fill_null(0),
        n=t.people.fifth.nullif(0),
    ),
    "a sum of flags": lambda t: t.people.select(
        "person",
        n=ibis.literal(0, "int64")
        + flag(t.people.alive)
        + flag(t.people.here)
        + flag(t.people.born.notnull()),
    ),
    "dates against literals": lambda t: t.people.select(
        "person",
        on=t.people.born >= ibis.literal(AS_AT),
        window=t.people.born.between(ibis.literal(window_start(AS_AT, 12)), ibis.literal(AS_AT)),
    ),
    "the first day of the month": lambda t: t.people.select(
        "person", month=ibis.date(t.people.born.year(), t.people.born.month(), 1)
    ),
    "parts of dates": lambda t: t.people.select(
        "person", y=t.people.born.year(), m=t.people.born.month(), d=t.people.born.day()
    ),
    "casts": lambda t: t.people.select(
        "person",
        text=t.people.fifth.cast("string"),
        long=t.people.fifth.cast("int64"),
        short=t.people.fifth.cast("int16"),
        real=t.people.fifth.cast("float64"),
        floored=t.people.amount.nullif(1e300).floor().cast("int64"),
        day=t.people.born.cast("string"),
    ),
    "literals of every type": lambda t: t.months.mutate(
        small=ibis.literal(5, "int16"),
        real=ibis.literal(1.0),
        tenth=ibis.literal(0.1),
        big=ibis.literal(BIG),
        word=ibis.literal("it's"),
        day=ibis.literal(LEAP_DAY),
        nothing=ibis.null("date"),
        no=ibis.literal(False),
    ),
    "sums of everything": sums_of_everything,
    "distinct, with blanks": lambda t: t.spans.select("place", "end").distinct(),
    "distinct counts where": lambda t: t.events.group_by("record").agg(
        days=t.events.day.nunique(where=t.events.code != 20),
        codes=t.events.code.nunique(),
    ),
    "grouping by blanks": lambda t: t.events.group_by("record", "code").agg(
        first=t.events.day.min(), last=t.events.day.max()
    ),
    "dates of one list beside another": lambda t: t.events.group_by("record").agg(
        first=t.events.day.min(where=t.events.code == 10),
        last=t.events.day.max(where=t.events.code == 20),
    ),
    "resolved logic": resolved,
    "latest readings": latest_reading,
    "the latest span": latest_span,
    "every row number": every_position,
    "inner join with blank keys and duplicates": lambda t: t.events.join(t.codes, "code"),
    "left join": lambda t: t.events.left_join(t.links, "record"),
    "left join on two keys, one blank": lambda t: t.spans.select("person", "place").left_join(
        t.spans.select("person", "place", "end"), ["person", "place"]
    ),
    "outer join": lambda t: t.events.outer_join(t.links, "record"),
    "semi join": lambda t: t.events.semi_join(t.links, "record"),
    "anti join": lambda t: t.events.anti_join(t.links, "record"),
    "columns set beside a table": lambda t: beside(t.people, t.ages.mutate(fifth="age"), "fifth"),
    "a join on inequalities": months_held,
    "union keeps duplicates": lambda t: t.codes.union(t.codes.filter(t.codes["list"] > 0)),
    "codes on a list": lambda t: t.events.select("record", "day", on=t.events.code.isin([10, BIG])),
    "words on a list": lambda t: t.people.select("person", on=t.people.sex.isin(["1", "2"])),
    "the start of a diagnosis on a list": lambda t: t.events.select(
        "record", "main", on=t.events.main.substr(0, 3).isin(["S72", "T98", ""])
    ),
    "patterns of diagnoses": lambda t: t.events.select(
        "main",
        "others",
        injury=t.events.main.re_search(r"^(S|T[0-8]|T9[0-8])"),
        fall=t.events.others.re_search(r"(^|;)W[01]"),
        harm=t.events.others.re_search(r"(^|;)X([67]|8[0-4])"),
        begins=t.events.main.startswith("S7"),
    ),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_both_engines_give_one_answer(name: str, both: Both) -> None:
    same(*both.answers(OPERATIONS[name]))


ORDERS: dict[str, Rule] = {
    "words": lambda t: t.people.order_by("name").select("name"),
    "dates downward, blanks last": lambda t: t.people.order_by(ibis.desc("born")).select("born"),
    "numbers, then words": lambda t: t.people.order_by("fifth", "name").select("fifth", "name"),
    "yes and no": lambda t: t.people.order_by("alive", "person").select("alive", "person"),
}


@pytest.mark.parametrize("name", ORDERS)
def test_both_engines_sort_alike(name: str, both: Both) -> None:
    same(*both.answers(ORDERS[name]), in_order=True)
