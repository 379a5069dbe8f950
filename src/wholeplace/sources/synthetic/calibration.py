"""Target beside achieved: every published figure the population is drawn to, and those it misses.

Everything is counted from the truth person table; the basis is named with each figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.comparison import Line, Truth, count, life_expectancy, share
from wholeplace.sources.synthetic.conditions import CONDITIONS

JFP, JHWS, LTP = (
    "Joint Forward Plan 2023",
    "Joint Health and Wellbeing Strategy 2020",
    "Long Term Plan 2019",
)
ASIAN = ("H", "J", "K", "L", "R")


def lines(table: pa.Table, district_names: dict[str, str]) -> list[Line]:
    """Every target beside what a population has.

    Args:
        table: The truth person table.
        district_names: Name of each district code.

    Returns:
        Lines in the order they are shown.
    """
    truth = Truth(table, district_names)
    parts: tuple[Callable[[Truth], Iterator[Line]], ...] = (
        _people,
        _change,
        _conditions,
        _by_district,
        _together,
        _hospital,
        _falls,
        _wider_care,
        _leaving_hospital,
    )
    return [line for part in parts for line in part(truth)]


def _people(truth: Truth) -> Iterator[Line]:
    topic, registered = "People", truth.registered
    deprived = registered & (truth.table["imd19_fifth"].fill_null(0).to_numpy() == 1)
    asian = np.isin(truth.text("ethnic_category"), ASIAN)
    for what, target, who in (
        ("Registered, North", targets.NORTH, registered & truth.north),
        ("Registered, South", targets.SOUTH, registered & truth.south),
        (
            "In the most deprived national fifth, North",
            targets.CORE20_NORTH,
            deprived & truth.north,
        ),
        (
            "In the most deprived national fifth, South",
            targets.CORE20_SOUTH,
            deprived & truth.south,
        ),
    ):
        yield count(truth, topic, f"{what} (registered)", JFP, target, int(who.sum()), "people")
    living = int(truth.column("resident").sum())
    yield count(
        truth, topic, "Living here (resident)", "Census 2021", targets.RESIDENTS, living, "people"
    )
    yield share(
        topic,
        "Aged 65 and over (registered)",
        JFP,
        targets.AGED_65_AND_OVER,
        registered,
        truth.age >= 65,
    )
    yield share(topic, "Asian (registered)", JFP, targets.ASIAN, registered, asian)


def _change(truth: Truth) -> Iterator[Line]:
    """Growth of the lists over ten years, and the life-expectancy gap by life tables."""
    day = {
        name: truth.table[name].cast(pa.int32()).fill_null(2**30).to_numpy()
        for name in ("registered_from", "registered_to", "death_date")
    }
    dead = day["death_date"] < 2**30
    last = int(day["death_date"][dead].max())
    before = last - 3_652
    then = ((day["registered_from"] <= before) & (day["registered_to"] > before)).sum()
    yearly = 100 * ((truth.people / then) ** 0.1 - 1)
    topic = "Change"
    yield Line(topic, "Growth of lists, a year, over ten years", JFP, 1.5, 1.8, yearly, 0.0, "%")
    fifth = truth.table["imd19_fifth"].fill_null(0).to_numpy()
    age = np.minimum(truth.age, 94)
    died_at = np.minimum(truth.column("age_known"), 94)
    expected = []
    for place in (1, 5):
        living = np.bincount(age[truth.registered & (fifth == place)], minlength=95) * 9.2
        deaths = np.bincount(died_at[dead & (fifth == place)], minlength=95)
        expected.append(life_expectancy(deaths, living))
    gap = expected[1] - expected[0]
    yield Line(
        topic,
        "Life expectancy at birth, least less most deprived national fifth",
        JFP + " (most and least deprived areas)",
        targets.LIFE_EXPECTANCY_GAP,
        targets.LIFE_EXPECTANCY_GAP,
        gap,
        30 / float(np.sqrt(dead.sum() / 5)),
        "years",
        0.10,
    )


def _conditions(truth: Truth) -> Iterator[Line]:
    topic = "Conditions, share of registered people"
    for condition in CONDITIONS:
        if not condition.by_district:
            low, high = condition.share, condition.share
            if "3.6 to 6.0" in condition.source:
                low, high = 0.036, 0.060
            among = truth.registered & (truth.age >= 18) if condition.adults else truth.registered
            having = truth.has(condition.name)
            yield share(topic, condition.title, condition.source, low, among, having, high)
    yield share(
        topic,
        "Depression, all ages",
        JFP + " (3.6 to 6.0 %)",
        0.036,
        truth.registered,
        truth.has("depression"),
        0.060,
    )


def _by_district(truth: Truth) -> Iterator[Line]:
    topic = "Recorded prevalence by district (registered people who live there)"
    for condition in CONDITIONS:
        for key, percent in condition.by_district.items():
            among = truth.registered & (truth.district == key)
            if condition.adults:
                among = among & (truth.age >= 18)
            name = condition.title
            if condition.adults:
                name += " (18 and over)"
            yield share(
                topic,
                f"{name}, {key.title()}",
                JHWS,
                percent / 100,
                among,
                truth.has(condition.name),
            )


def _together(truth: Truth) -> Iterator[Line]:
    topic = "Conditions together (registered)"
    chronic = truth.column("n_chronic")
    pressed = truth.registered & truth.has("hypertension")
    old = truth.registered & (truth.age >= 85)
    rows = (
        ("Any long-term condition", 0.27, truth.registered, chronic > 0),
        ("Any long-term condition, North", 0.30, truth.registered & truth.north, chronic > 0),
        ("Any long-term condition, South", 0.24, truth.registered & truth.south, chronic > 0),
        ("Any long-term condition, 85 and over", targets.ANY_CHRONIC_AT_85, old, chronic > 0),
        ("Five or more, 85 and over", targets.FIVE_OR_MORE_AT_85, old, chronic >= 5),
        (
            "Coronary heart disease among people with hypertension",
            targets.HEART_DISEASE_IN_HYPERTENSION,
            pressed,
            truth.has("coronary_heart_disease"),
        ),
        (
            "Diabetes among people with hypertension",
            targets.DIABETES_IN_HYPERTENSION,
            pressed,
            truth.has("diabetes"),
        ),
    )
    for what, target, among, having in rows:
        yield share(topic, what, JFP, target, among, having)


def _hospital(truth: Truth) -> Iterator[Line]:
    topic = "Hospital, last twelve months"
    on_list = truth.table["gp_local_id"].is_valid().to_numpy()
    for name, target, words in (
        ("admissions", targets.ADMISSIONS_A_YEAR, "Admissions"),
        ("attendances", targets.ATTENDANCES_A_YEAR, "Emergency and walk-in attendances"),
    ):
        counted = truth.column(f"{name}_12m")
        sent = truth.column(f"{name}_sent_12m")
        yield count(
            truth,
            topic,
            f"{words} of people on our lists, any hospital",
            LTP,
            target,
            int(counted[on_list].sum()),
            "a year",
        )
        yield count(
            truth,
            topic,
            f"{words} in the feeds that arrive, anybody",
            LTP,
            target,
            int(sent.sum()),
            "a year",
        )


def _falls(truth: Truth) -> Iterator[Line]:
    topic = "Emergency admissions for falls, 65 and over (registered people who live there)"
    falls = truth.column("falls_admissions_12m")
    women = truth.text("sex") == "female"
    groups = (
        ("persons 65 to 79", 0, (truth.age >= 65) & (truth.age < 80)),
        ("men 65 to 79", 1, (truth.age >= 65) & (truth.age < 80) & ~women),
        ("persons 80 and over", 2, truth.age >= 80),
        ("women 80 and over", 3, (truth.age >= 80) & women),
    )
    for key, rates in targets.FALLS.items():
        for words, place, who in groups:
            among = truth.registered & (truth.district == key) & who
            size = max(int(among.sum()), 1)
            count = int(falls[among].sum())
            yield Line(
                topic,
                f"{key.title()}, {words}",
                JHWS + ", 2017/18",
                rates[place],
                rates[place],
                1e5 * count / size,
                1e5 * float(np.sqrt(max(count, 1))) / size,
                "per 100,000",
            )


def _wider_care(truth: Truth) -> Iterator[Line]:
    """Waits and suspected cancers of the feeds that arrive, against what providers published."""
    topic = "Planned care"
    for name, weeks, place in (
        ("waiting_over_18_weeks", 18, 0),
        ("waiting_over_52_weeks", 52, 1),
    ):
        yield count(
            truth,
            topic,
            f"Pathways waiting over {weeks} weeks at the system's three hospitals, anybody",
            "NHS England, referral to treatment, February 2025",
            sum(numbers[place] for numbers in targets.WAITING.values()),
            int(truth.column(name).sum()),
            "people",
        )
    yield count(
        truth,
        topic,
        "First appointments after urgent suspected cancer referral, North West Anglia, anybody",
        LTP + ", North West Anglia Foundation Trust",
        targets.SUSPECTED_CANCER_REFERRALS,
        int(truth.column("suspected_cancer_12m").sum()),
        "a year",
    )


def _leaving_hospital(truth: Truth) -> Iterator[Line]:
    """Delays in the feeds that arrive.

    Days come in delays, and small populations wait less because a service has whole slots: the
    tolerance is wide.
    """
    topic = "Leaving hospital"
    days, delayed = (int(truth.column(name).sum()) for name in ("delay_days_12m", "delayed_now"))
    wanted = targets.DELAYED_DAYS * truth.scale
    low, high = (number * truth.scale for number in targets.DELAYED_AT_ONCE)
    for what, source, least, most, found, unit in (
        (
            "Days of delay that began in the last twelve months, anybody",
            "Better Care Fund report 2018/19, Cambridgeshire",
            *(wanted, wanted),
            *(days, "days"),
        ),
        ("Delayed on the last day, anybody", LTP, low, high, delayed, "people"),
    ):
        spread = float(np.sqrt(max(found, 1)))
        yield Line(topic, what, source, least, most, found, spread, unit, 0.25)
