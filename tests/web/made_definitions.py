"""The definitions of the made release: measures, attributes, code lists and segments."""

from __future__ import annotations

from typing import Any

SEGMENTS = {
    "frailty_and_dementia": ("Frailty and dementia", 0.03),
    "organ_failure": ("Organ failure", 0.04),
    "incurable_cancer": ("Incurable cancer", 0.01),
    "disability": ("Disability", 0.03),
    "long_term_condition": ("Long-term condition", 0.19),
    "at_risk": ("At risk", 0.15),
    "healthy": ("Healthy", 0.52),
    "unknown": ("Not known", 0.03),
}
CONDITIONS = {
    "hypertension": ("Hypertension", 0.104, "live with high blood pressure"),
    "diabetes": ("Diabetes", 0.062, "live with diabetes"),
    "depression": ("Depression", 0.09, "live with depression"),
    "asthma": ("Asthma", 0.06, "live with asthma"),
    "copd": (
        "Chronic obstructive pulmonary disease",
        0.019,
        "live with chronic obstructive pulmonary disease",
    ),
    "dementia": ("Dementia", 0.0074, "live with dementia"),
    "learning_disability": ("Learning disability", 0.005, "have a learning disability"),
}

DRAWN = """
person | registered | hospital_spell                 || numerator | denominator
1      | yes        | 2025-04-01 main_procedure=W371,
       |            | 2026-03-31 main_procedure=W401 || 2         | 1
2      | yes        |                                || 0         | 1
3      | no         | 2025-04-01 main_procedure=W371 || 0         | 0
"""


def measures() -> list[dict[str, Any]]:
    def entry(name: str, title: str, group: str, **more: Any) -> dict[str, Any]:
        return {
            "id": f"wholeplace.{name}",
            "name": name,
            "title": title,
            "doc": f"{title}, counted on the last day of the period.",
            "numerator": f"People counted under {title.lower()}.",
            "denominator": "People registered or resident on the date of the run.",
            "statistic": "proportion",
            "per": None,
            "polarity": "lower",
            "unit": "people",
            "among": "people",
            "says": "",
            "group": group,
            "source": "Made for tests",
            "owner": "Public health intelligence",
            "target": None,
            "not_in_it": "People registered elsewhere; people whose records did not link.",
            "code_lists": [],
            "sql": f"SELECT area, sum({name}) AS numerator FROM cube GROUP BY area",
            "example": DRAWN,
            "version": "3f2a91c0",
            "basis": ["registered", "resident"],
        } | more

    made = [
        entry("people", "People", "population", statistic="count", polarity="none"),
        entry(
            "aged_65_and_over",
            "People aged 65 and over",
            "population",
            polarity="none",
            says="are aged 65 or over",
        ),
    ]
    made += [
        entry(name, title, "conditions", says=says, code_lists=[name], rests_on=[name])
        for name, (title, _, says) in CONDITIONS.items()
    ]
    made += [
        entry(
            f"segment_{name}", title, "segments", polarity="none", says=f"are in “{title.lower()}”"
        )
        for name, (title, _) in SEGMENTS.items()
    ]
    made += [
        entry(
            "emergency_admissions",
            "Emergency admissions",
            "use",
            statistic="rate",
            per=1000,
            says="emergency admissions",
            unit="admissions",
            flow="emergency_admissions",
            basis=["registered", "resident", "treated_here"],
            dispersion=1.3,
        ),
        entry(
            "emergency_attendances",
            "Emergency department attendances",
            "use",
            statistic="rate",
            per=1000,
            polarity="none",
            says="attendances at emergency departments",
            unit="attendances",
        ),
        entry(
            "blood_pressure_measured",
            "Blood pressure measured in the last year",
            "prevention",
            polarity="higher",
            says="had their blood pressure measured in the last year",
            among="people with high blood pressure",
        ),
        entry(
            "deaths_under_75",
            "Deaths under 75",
            "outcomes",
            statistic="dsr",
            per=100_000,
            says="deaths under 75",
            unit="deaths",
        ),
        entry(
            "mean_conditions",
            "Conditions each person has",
            "conditions_summary",
            statistic="mean",
            unit="conditions",
        ),
    ]
    return made


def attributes() -> list[dict[str, Any]]:
    return [
        {
            "id": f"wholeplace.{name}",
            "name": name,
            "title": title,
            "doc": f"Diagnosed with {title.lower()}, and not resolved since.",
            "source": "Made for tests",
            "version": "aa11bb22",
            "kind": "condition",
            "code_lists": [name],
            "sql": f"SELECT person, min(date) AS {name} FROM coded GROUP BY person",
            "example": "person | coded || answer\n1 | 2019-03-02 || since 2019-03-02",
        }
        for name, (title, _, _) in CONDITIONS.items()
    ]


def code_lists() -> list[dict[str, Any]]:
    return [
        {
            "id": f"wholeplace.{name}",
            "name": name,
            "title": title,
            "system": "SNOMED CT",
            "status": "not clinically approved",
            "source": "Made for tests",
            "version": "cc33dd44",
            "codes": [73211009, 38341003],
        }
        for name, (title, _, _) in CONDITIONS.items()
    ]


def segments() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title": title,
            "doc": f"People whose greatest need is {title.lower()}.",
            "order": order,
            "measure": f"segment_{name}",
            "model": "segment",
            "rule": f"{title}: rule {order}",
        }
        for order, (name, (title, _)) in enumerate(SEGMENTS.items(), start=1)
    ]
