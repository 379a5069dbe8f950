"""What practices measure and record, as packed events for one chunk of people.

Rates are our assumptions, set so that a person registered throughout has near 48 coded entries in
ten years; they rise with conditions as care processes ask for.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.chunk import YEAR, Chunk, together
from wholeplace.sources.synthetic.codes import (
    ETHNICITY,
    FRAILTY,
    HOUSEBOUND,
    METASTATIC,
    POSITION,
    PREDIABETES,
    position,
)
from wholeplace.sources.synthetic.packed import pack

PREGNANT_NOW = 0.033  # of women 18 to 40, past ten weeks; from about 10,000 births a year
Keys = NDArray[np.int64]


def readings(chunk: Chunk) -> list[Keys]:
    """Every event of a chunk except diagnoses."""
    return [
        *_contacts(chunk),
        *_pressures(chunk),
        *_bodies(chunk),
        *_bloods(chunk),
        *_smoking(chunk),
        *_prevention(chunk),
        *_reviews(chunk),
        *_markers(chunk),
        *_pregnancies(chunk),
    ]


def _contacts(chunk: Chunk) -> list[Keys]:
    base = 1.0 + 0.022 * chunk.age + np.where((chunk.age > 15) & (chunk.sex == 1), 0.6, 0.0)
    base = np.where(chunk.age < 5, 2.2, base)
    rate = base * (1 + 0.35 * chunk.chronic) * np.exp(0.05 * chunk.poorer + 0.15 * chunk.frailty)
    return [pack(*chunk.scatter(0.70 * rate), position("consultation"))]


def _pressures(chunk: Chunk) -> list[Keys]:
    watched = chunk.has("hypertension", "diabetes", "coronary_heart_disease", "stroke_or_tia")
    watched |= chunk.has("chronic_kidney_disease", "severe_mental_illness")
    person, day = chunk.measured(np.where(watched, 1.9, 0.36 + 0.004 * chunk.age), from_age=18)
    own = chunk.rng.standard_normal(chunk.size)
    level = 116 + 0.28 * np.maximum(chunk.age - 25, 0) + 8 * own + 7 * chunk.has("hypertension")
    level += 1.0 * chunk.poorer
    upper = np.clip(np.rint(chunk.noise(person, level, 8.0)), 80, 220)
    lower = np.clip(np.rint(30 + 0.38 * upper + chunk.noise(person, own * 3, 5.0)), 40, 130)
    lower = np.minimum(lower, upper - 15)
    return [
        pack(person, day, position("systolic"), upper),
        pack(person, day, position("diastolic"), lower),
    ]


def _bodies(chunk: Chunk) -> list[Keys]:
    """Body mass index: a reading of 30 or more in the last year for those recorded as obese."""
    rng, last = chunk.rng, chunk.world.last
    recorded = chunk.has("obesity") & chunk.listed
    ever = recorded | (rng.random(chunk.size) < 0.20)
    level = np.where(ever, 30.6 + rng.gamma(2.0, 2.2, chunk.size), 0.0)
    lean = np.clip(25.2 + 2.6 * rng.standard_normal(chunk.size), 17.0, 29.4)
    level = np.where(ever, level, lean)
    person, day = chunk.measured(np.where(chunk.chronic > 0, 0.42, 0.20), from_age=18)
    value = np.maximum(chunk.noise(person, level, 0.4), 13.0)
    value = np.where(ever[person], np.maximum(value, 30.0), np.minimum(value, 29.9))
    recent = day > last - 365
    kept = ~(recent & ever[person] & ~recorded[person] & chunk.registered[person])
    who = np.flatnonzero(recorded & chunk.registered & (chunk.closes == last))
    opens = np.maximum(
        np.maximum(chunk.opens[who], last - 360), chunk.born[who] + int(18 * YEAR) + 2
    )
    span = np.maximum(last - opens, 0)
    return [
        pack(person[kept], day[kept], position("bmi"), value[kept]),
        pack(
            who,
            opens + (rng.random(len(who)) * span).astype(np.int64),
            position("bmi"),
            level[who],
        ),
    ]


def _bloods(chunk: Chunk) -> list[Keys]:
    rng, diabetes = chunk.rng, chunk.has("diabetes")
    sugar = np.where(diabetes, 53 + 12 * rng.standard_normal(chunk.size), 38.0)
    sugar += 1.2 * chunk.poorer * diabetes
    person, day = chunk.measured(np.where(diabetes, 1.0, 0.09), from_age=16)
    rows = [
        pack(
            person,
            day,
            position("hba1c"),
            np.clip(np.rint(chunk.noise(person, sugar, 4.0)), 22, 140),
        )
    ]
    fats = 5.1 - 0.7 * chunk.has("coronary_heart_disease", "diabetes")
    fats = fats + 0.7 * rng.standard_normal(chunk.size)
    at_risk = chunk.has("hypertension", "diabetes", "coronary_heart_disease", "stroke_or_tia")
    person, day = chunk.measured(np.where(at_risk, 0.8, 0.10), from_age=18)
    value = np.clip(chunk.noise(person, fats, 0.4), 2.0, 12.0)
    rows.append(pack(person, day, position("cholesterol"), value))
    kidney = np.where(chunk.has("chronic_kidney_disease"), 46.0, 98 - 0.45 * chunk.age)
    person, day = chunk.reviewed(np.where(at_risk, 0.9, 0.12), 18)
    value = np.clip(np.rint(chunk.noise(person, kidney, 6.0)), 6, 120)
    rows.append(pack(person, day, position("egfr"), value))
    person, day = chunk.reviewed(np.where(diabetes, 0.15, 0.0), 12, "diabetes")
    value = np.maximum(rng.gamma(1.2, 2.5, len(person)), 0.3)
    rows.append(pack(person, day, position("urine_albumin"), value))
    return rows


def _smoking(chunk: Chunk) -> list[Keys]:
    """Status from a person's own lasting habit; current smoking rises with deprivation."""
    draw = chunk.rng.random(chunk.size)
    smokes = 0.125 * np.exp(0.28 * chunk.poorer) * np.where(chunk.age > 70, 0.5, 1.0)
    smokes = smokes * np.where(chunk.has("copd", "severe_mental_illness"), 2.4, 1.0)
    past = 0.14 + 0.003 * np.minimum(chunk.age, 80)
    habit = np.where(draw < smokes, 2, np.where(draw < smokes + past, 1, 0))
    places = np.array([position("never_smoked"), position("ex_smoker"), position("current_smoker")])
    person, day = chunk.measured(np.where(chunk.chronic > 0, 0.75, 0.34), from_age=15)
    asked = chunk.scatter(np.full(chunk.size, 0.16), from_age=18)
    drinks_by, drink_day = together(asked, chunk.health_checks)
    units = np.maximum(np.rint(chunk.rng.gamma(1.1, 8.0, len(drinks_by))), 1.0)
    return [
        pack(person, day, places[habit[person]]),
        pack(drinks_by, drink_day, position("alcohol"), units),
    ]


def _prevention(chunk: Chunk) -> list[Keys]:
    keen = np.exp(-0.10 * chunk.poorer)
    invited = np.where(chunk.age >= 65, 0.76, np.where(chunk.chronic > 0, 0.42, 0.06)) * keen
    rows = []
    for season in range(chunk.world.first + 183, chunk.world.last, 365):
        day = season + chunk.rng.integers(0, 90, chunk.size)
        taken = (chunk.rng.random(chunk.size) < invited) & chunk.listed
        who = np.flatnonzero(taken & (day >= chunk.opens) & (day <= chunk.closes))
        rows.append(pack(who, day[who], position("flu_vaccination")))
    women = chunk.sex == 1
    for name, who, rate, first, final in (
        ("cervical_screening", women, 0.36, 25, 65),
        ("breast_screening", women, 0.42, 50, 71),
        ("bowel_screening", np.ones_like(women), 0.46, 54, 75),
        ("nhs_health_check", chunk.chronic == 0, 0.09, 40, 75),
    ):
        rows.append(pack(*chunk.scatter(who * rate * keen, first, final), position(name)))
    child = chunk.scatter(2.4 * (chunk.age < 12) * keen, 1.0, 2.0)
    rows.append(pack(*child, position("mmr_vaccination")))
    return rows


def _reviews(chunk: Chunk) -> list[Keys]:
    rows = []
    person, day = chunk.scatter(0.10 + 0.35 * chunk.chronic * (chunk.age > 17))
    rows.append(pack(person, day, position("medication_review")))
    for name, condition, rate, age in (
        ("learning_disability_health_check", "learning_disability", 1.4, 14),
        ("diabetic_foot_check", "diabetes", 0.5, 12),
        ("diabetic_eye_screening", "diabetes", 1.2, 12),
    ):
        chosen = np.where(chunk.has(condition), rate, 0.0)
        rows.append(pack(*chunk.scatter(chosen, age, since=chunk.since(condition)), position(name)))
    rows.append(pack(*chunk.reviews, position("diabetic_foot_check")))
    return rows


def _markers(chunk: Chunk) -> list[Keys]:
    """Frailty, being housebound, spread of cancer, raised sugar, and ethnicity as coded."""
    rng = chunk.rng
    frail = np.where(chunk.age >= 65, 0.02 * np.exp(0.055 * (chunk.age - 65)), 0.0)
    frail *= (1 + 0.45 * chunk.chronic) * np.exp(0.3 * chunk.frailty)
    grade = np.searchsorted([0.45, 0.8], rng.random(chunk.size))
    places = np.array([POSITION[code] for code in FRAILTY])
    person, day = chunk.scatter(frail * 0.28, from_age=65)
    rows = [pack(person, day, places[grade[person]])]
    home = np.where((chunk.age >= 75) & (grade == 2), frail * 0.12, 0.0)
    rows.append(pack(*chunk.scatter(home, from_age=75), POSITION[HOUSEBOUND]))
    spread = np.where(chunk.has("cancer"), 0.03, 0.0)
    rows.append(pack(*chunk.scatter(spread, since=chunk.since("cancer")), POSITION[METASTATIC]))
    raised = np.where((chunk.age > 40) & ~chunk.has("diabetes"), 0.012, 0.0)
    rows.append(pack(*chunk.scatter(raised, from_age=40), POSITION[PREDIABETES]))
    mix = chunk.world.people.ethnicity[chunk.start : chunk.stop]
    coded = np.array([POSITION[code] for code in ETHNICITY])
    person, day = chunk.scatter(np.full(chunk.size, 0.05))
    rows.append(pack(person, day, coded[mix[person]]))
    return rows


def _pregnancies(chunk: Chunk) -> list[Keys]:
    """Pregnancy coded at about ten weeks: of women who gave birth, and of some still pregnant."""
    born, mother = chunk.world.homes.births(chunk.world.people)
    low, high = np.searchsorted(mother, [chunk.start, chunk.stop])
    who = mother[low:high] - chunk.start
    day = born[low:high] - chunk.rng.integers(195, 215, high - low)
    inside = (day >= chunk.opens[who]) & (day <= chunk.closes[who]) & chunk.listed[who]
    fertile = (chunk.sex == 1) & (chunk.age >= 18) & (chunk.age <= 40) & chunk.registered
    now = np.flatnonzero(fertile & (chunk.rng.random(chunk.size) < PREGNANT_NOW))
    told = chunk.world.last - chunk.rng.integers(0, 200, len(now))
    kept = (told >= chunk.opens[now]) & (told <= chunk.closes[now])
    place = position("pregnancy")
    return [pack(who[inside], day[inside], place), pack(now[kept], told[kept], place)]
