"""Small bases and plans for tests of the long-range model, drawn at random or made by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from wholeplace.planning.long_range.mitigating import overlap
from wholeplace.planning.long_range.parts import Activity, Base, Mitigation, Part
from wholeplace.planning.long_range.projecting import Plan
from wholeplace.planning.long_range.ranges import Range

AGES = (0, 65, 80)
PARTS = (
    Part("urgent", "falls", "Falls", 0.2, 0.3, "made", "2019"),
    Part("urgent", "chest", "Chest pain", 0.1, 0.05, "made", "2019"),
)
shares = st.floats(0, 1)


@st.composite
def ranges(draw: st.DrawFn, least: float, most: float) -> Range:
    """Three numbers in order."""
    low, likely, high = sorted(draw(st.tuples(*[st.floats(least, most)] * 3)))
    return Range(likely, low, high)


@st.composite
def bases(draw: st.DrawFn) -> Base:
    """Two variants, up to four years, two areas, two activities."""
    years = draw(st.integers(1, 4))
    people = draw(hnp.arrays(float, (2, years, 2, 2, 3), elements=st.floats(1, 1e4)))
    rates = draw(hnp.arrays(float, (2, 2, 2, 2, 3), elements=st.floats(0.01, 2)))
    return Base(2018, ("Fenland", "Cambridge"), ("v1", "v2"), AGES, people, rates[0], rates[1] * 9)


@st.composite
def mitigation_lists(draw: st.DrawFn) -> list[Mitigation]:
    """Up to four mitigations; the later of two that overlap says so."""
    made: list[Mitigation] = []
    for number in range(draw(st.integers(0, 4))):
        begins = draw(st.integers(2017, 2020))
        one = Mitigation(
            name=f"m{number}",
            title="Made",
            activity=draw(st.sampled_from(["urgent", "planned"])),
            part="",
            acts_on=draw(st.sampled_from(["admissions", "stay"])),
            share=draw(ranges(0, 1)),
            begins=begins,
            full=begins + draw(st.integers(1, 3)),
            from_age=draw(st.sampled_from(AGES)),
            after=(),
            source="made",
            dated="2019",
        )
        if one.activity == "urgent":
            one = _with(one, part=draw(st.sampled_from(["", "falls", "chest"])))
        made.append(_with(one, after=tuple(b.name for b in made if overlap(b, one))))
    return made


@st.composite
def plans(draw: st.DrawFn, base: Base) -> Plan:
    """A plan over the whole of a base's years."""
    activities = [
        Activity(
            name=name,
            title=name,
            unit="admissions",
            pool="beds",
            growth=draw(ranges(-0.1, 0.1)),
            growth_of=draw(st.sampled_from(["rates", "all"])),
            source="made",
            dated="2019",
        )
        for name in ("urgent", "planned")
    ]
    return Plan(
        activities=activities,
        parts=PARTS,
        mitigations=draw(mitigation_lists()),
        years=range(base.year, base.last + 1),
        growth_until=draw(st.integers(2018, 2022)),
        stay={"urgent": draw(st.floats(-0.5, 0.5))},
    )


def a_mitigation(name: str, **says: object) -> Mitigation:
    """A mitigation that takes 60 % of planned admissions at once, unless told otherwise."""
    usual = Mitigation(
        name=name,
        title=name,
        activity="planned",
        part="",
        acts_on="admissions",
        share=Range(0.6, 0.6, 0.6),
        begins=2018,
        full=2019,
        from_age=0,
        after=(),
        source="made",
        dated="2019",
    )
    return _with(usual, **says)


def a_base(years: int = 3, people: float = 100.0) -> Base:
    """A hundred people of every sex, age, area and year; one admission and nine bed days each."""
    ones = np.ones((2, 2, 2, 3))
    made = np.full((1, years, 2, 2, 3), people)
    return Base(2018, ("Fenland", "Cambridge"), ("v1",), AGES, made, ones, ones * 9)


def _with(one: Mitigation, **says: object) -> Mitigation:
    return Mitigation(**{**one.__dict__, **says})
