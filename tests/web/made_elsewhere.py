"""Measures of the made release that are not counted: one published by others, one not to be had."""

from __future__ import annotations

from typing import Any


def elsewhere() -> list[dict[str, Any]]:
    """What the document of measures elsewhere says."""
    return [
        _entry(
            "published_hypertension",
            "High blood pressure, as published",
            kind="published",
            statistic="proportion",
            because="registers are kept by practices that send nothing here",
            series=["made-hypertension"],
        ),
        _entry(
            "appointments_within_two_weeks",
            "Appointments within two weeks",
            kind="wanted",
            statistic="proportion",
            because="no data set of appointments is defined",
            needs="Appointments in general practice",
            target="faster access (A plan)",
        ),
    ]


def _entry(name: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"wholeplace:{name}",
        "name": name,
        "title": title,
        "doc": f"{title}, in words.",
        "rationale": "People ask for it.",
        "numerator": "People it is true of.",
        "denominator": "People.",
        "exclusions": "Nobody.",
        "not_in_it": "Everybody, until it can be produced.",
        "group": "use",
        "source": "Made for tests",
        "owner": "Public health intelligence",
        "target": "",
        "targets": [],
        "ids": [{"scheme": "QOF", "id": "XX001", "differs": "counts adults"}],
        "polarity": "higher",
        "version": "77aa01",
    } | more
