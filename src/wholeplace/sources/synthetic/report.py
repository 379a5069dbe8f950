"""The calibration page: target beside achieved, what is missed and why, what was planted."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.comparison import Line
from wholeplace.sources.synthetic.conditions import CHRONIC, CONDITIONS
from wholeplace.sources.synthetic.faults import RATES

# Published figures that are not met, or not drawn to, and why.
NOT_MATCHED: tuple[tuple[str, str, str], ...] = (
    (
        "Depression between 3.6 % and 6.0 % of everybody",
        "Joint Forward Plan 2023",
        "Cannot hold together with 8.8 % of adults by district (Joint Health and Wellbeing "
        "Strategy), which is 7 % of everybody. The district figures, which come with counts, are "
        "met.",
    ),
    (
        "13 % of people in the most deprived national fifth",
        "Joint Forward Plan 2023",
        "The same plan prints 112,000 of 1,031,469 people, which is 10.9 %. The counts are met.",
    ),
    (
        "Two or more long-term conditions: 39,000 people, or 9.8 %",
        "Long Term Plan 2019",
        "The count and the share do not fit any population of the system; neither is drawn to.",
    ),
    (
        "Adults classified as obese: 31.7 % in Fenland, 22.5 % in Peterborough",
        "Joint Forward Plan 2023",
        "Another measure (a survey) than the recorded prevalence met here, which is a "
        "reading of 30 or more in the last twelve months; older readings add to those.",
    ),
    (
        "Five million GP appointments a year",
        "Long Term Plan 2019",
        "Contact days are near 1.6 a person a year, not 5: fifty million entries in ten years "
        "would hold nothing else. Rates between groups are kept, the level is not.",
    ),
    (
        "Falls in number (3,261 in 2017/18)",
        "Joint Health and Wellbeing Strategy 2020",
        "Rates are met. There are more people aged 65 and over on the lists of 2023 than residents "
        "in 2017/18, so numbers are higher.",
    ),
    (
        "Recorded prevalence by district of the practice",
        "Joint Health and Wellbeing Strategy 2020",
        "Printed by where the practice stands; met by where its patients live, which is what a "
        "district's page shows. The two differ most for Cambridge and South Cambridgeshire.",
    ),
    (
        "Asian people 7.8 % of residents",
        "Census 2021",
        "The plan's 5.9 % is met instead: where they conflict, the plan wins.",
    ),
    (
        "Residents seen through GP records",
        "Census 2021",
        "The truth has the Census's residents. GP records still list people who have gone, at "
        "their old address, as real lists do: counted from them, residents are a tenth too many.",
    ),
    (
        "Osteoarthritis, as the pipeline counts it",
        "Joint Forward Plan 2023",
        "Planted under one concept, and met in the truth. There is no published list to find it "
        "by, so no page counts it and it is not among the long-term conditions here.",
    ),
    (
        "3,300 new cancers a year at North West Anglia",
        "Long Term Plan 2019",
        "A cancer is registered once for each person whose GP record has one, so numbers follow "
        "from prevalence and how long people live with it: near 4,000 a year at every hospital. "
        "Tumours found at death, and second ones, are not drawn.",
    ),
    (
        "Emergency admissions growing by 4.2 % a year",
        "Long Term Plan 2019",
        "True of the five years to 2019. Care planted here grows by 1.8 % a year, with a dip in "
        "2020/21, to reach the published level in the last year.",
    ),
    (
        "People aged 75 and over: 40 to 50 % more from 2016 to 2026",
        "Joint Health and Wellbeing Strategy 2020",
        "Ages are drawn for the last day; those ten years before follow from births, deaths and "
        "moves and are not drawn to a figure.",
    ),
    (
        "PCN prevalences of obesity, smoking, activity, dental decay, carers, first language",
        "the five plans",
        "Not drawn to: no event planted here would carry them, or the figure has no base.",
    ),
)


def page(
    lines: Iterable[Line],
    people: int,
    seed: int,
    as_at: str,
    geography: str,
    faults: pa.Table,
    missing: Iterable[str],
) -> str:
    """The page as Markdown.

    Args:
        lines: Targets beside what was achieved.
        people: Registered people.
        seed: Seed.
        as_at: Last day, as written.
        geography: ``real`` or ``synthetic``.
        faults: Mistakes planted, one row each.
        missing: Hospitals whose feed is missing.

    Returns:
        Markdown.
    """
    found = list(lines)
    parts = [
        "# How the synthetic population compares with published figures\n",
        f"Made by `wholeplace synth --people {people} --seed {seed} --report FILE` with the "
        f"{geography} geography, true on {as_at}. **Everybody is invented.** Figures are counted "
        "from the truth the population was drawn with; targets that are numbers of people are "
        f"scaled from {targets.REGISTERED:,} registered people.\n",
        f"Tolerance is 5 % of the target. *Met within chance* means within 5 % and two standard "
        f"errors, for groups too small to be nearer. Of {len(found)} targets "
        f"{_tally(found, 'met')} are met, {_tally(found, 'met within chance')} within chance, "
        f"{_tally(found, 'missed')} missed.\n",
    ]
    for topic in dict.fromkeys(line.topic for line in found):
        parts.append(_targets(topic, [line for line in found if line.topic == topic]))
    parts += [_not_matched(), _planted(), _mistakes(faults), _feeds(missing)]
    return "\n".join(parts)


def _tally(lines: list[Line], verdict: str) -> int:
    return sum(line.verdict == verdict for line in lines)


def _number(value: float, unit: str) -> str:
    if unit in ("people", "a year", "per 100,000"):
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _targets(topic: str, lines: list[Line]) -> str:
    rows = []
    for line in lines:
        target = _number(line.low, line.unit)
        if line.high != line.low:
            target += f" to {_number(line.high, line.unit)}"
        rows.append(
            (
                line.what,
                f"{target} {line.unit}",
                f"{_number(line.achieved, line.unit)} {line.unit}",
                line.verdict,
                line.source,
            )
        )
    return f"## {topic}\n\n" + _table(("what", "target", "achieved", "", "source"), rows)


def _not_matched() -> str:
    rows = [(what, source, why) for what, source, why in NOT_MATCHED]
    return "## Published figures not matched, and why\n\n" + _table(
        ("figure", "source", "why"), rows
    )


def _planted() -> str:
    rows = [
        (
            c.title,
            "yes" if c.name in CHRONIC else "no",
            f"{c.slope:+.2f}",
            f"{c.women:+.2f}",
            f"{c.loading:.2f}",
            f"{c.years:g}",
        )
        for c in CONDITIONS
    ]
    return (
        "## Gradients planted\n\nLog odds; levels are solved. Frailty is one standard normal "
        "number per person that every condition leans on. Levels, and the shared parameters, are "
        "in `truth/parameters.json`; the chance planted in each area is in "
        "`truth/planted.parquet`.\n\n"
        + _table(
            (
                "condition",
                "counted as long-term",
                "per fifth more deprived",
                "women",
                "frailty loading",
                "mean years since diagnosis",
            ),
            rows,
        )
    )


def _mistakes(faults: pa.Table) -> str:
    counts = {row["values"]: row["counts"] for row in pc.value_counts(faults["kind"]).to_pylist()}
    rows = [(kind, f"{rate:.3%}", f"{counts.get(kind, 0):,}") for kind, rate in RATES.items()]
    return (
        "## Mistakes planted\n\nEach row is in `truth/errors.parquet`. Late registration of "
        "babies is not a mistake of the record and is drawn with the people.\n\n"
        + _table(("kind", "share of rows it can happen to", "planted"), rows)
    )


def _feeds(missing: Iterable[str]) -> str:
    rows = "\n".join(f"- {name}" for name in missing)
    return (
        "## Hospitals whose feed is missing\n\nPeople near the edges use them; their care is in "
        f"the truth and not in the extracts.\n\n{rows or 'None.'}\n"
    )
