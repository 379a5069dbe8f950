"""Published figures of the made release: an area series, a trust series, comparators, conflicts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from wholeplace.geography.published.reading import summarise
from wholeplace.geography.store import to_arrow

Row = dict[str, Any]
HYPERTENSION, ATTENDANCES, LIFE = "made-hypertension", "made-attendances", "made-life-expectancy"
SUBJECTS = (
    ("icb", "ZI01", "Cambridgeshire & Peterborough", 12.6),
    ("district", "ZD02", "Fenland", 16.1),
    ("district", "ZD00", "Cambridge", 8.2),
    ("recorded_authority", "ZD02", "Fenland", 16.6),
    ("recorded_authority", "unknown", "Not known", 15.4),
    ("practice", "ZN11", "North Surgery 11", 17.2),
)


def write_published(folder: Path) -> None:
    """Write the tables of published figures into a made release."""
    series = [
        _series("made-registers", HYPERTENSION, "Hypertension: people on the register", "percent"),
        _series("made-survey", HYPERTENSION, "Hypertension", "percent"),
        _series("made-trusts", ATTENDANCES, "Attendances", "attendances", "month"),
        _series("made-local", LIFE, "Life expectancy at birth", "years", "not stated"),
    ]
    values = [*_registers(), *_months(), *_lives()]
    summarise(series, values)
    tables: dict[str, list[Row]] = {
        "published_series": series,
        "published": values,
        "published_comparators": [_comparator("Fenland", "ZD02"), _comparator("Elsewhere", None)],
        "published_conflicts": [_conflict()],
    }
    for name, rows in tables.items():
        pq.write_table(to_arrow(name, rows), folder / f"{name}.parquet")


def _series(source: str, indicator: str, title: str, unit: str, kind: str = "year") -> Row:
    return {
        "source": source,
        "indicator": indicator,
        "title": title,
        "topic": "Made figures",
        "unit": unit,
        "period_kind": kind,
        "publisher": "A made publisher",
        "publication": f"Made figures, {source}",
        "licence": "Open Government Licence v3.0",
        "caveat": f"Invented for tests: {source}.",
        "obtained": None,
        "published_on": dt.date(2026, 3, 3),
        "received": None,
        "file": f"{source}.csv",
        "sha256": "0" * 64,
    }


def _value(source: str, indicator: str, subject: tuple[str, str, str], **more: object) -> Row:
    empty = dict.fromkeys(
        [
            "vintage",
            "period",
            "period_start",
            "period_end",
            "sex",
            "age",
            "category_type",
            "category",
            "value",
            "lower",
            "upper",
            "limits_method",
            "numerator",
            "denominator",
            "note",
        ]
    )
    named = dict(zip(("subject_type", "subject_code", "subject_name"), subject, strict=True))
    said = {"source": source, "indicator": indicator, "basis": "as printed"}
    return {**empty, **said, **named, **more}


def _registers() -> list[Row]:
    year = {
        "period": "2020-21",
        "period_start": dt.date(2020, 4, 1),
        "period_end": dt.date(2021, 3, 31),
    }
    rows = [
        _value(
            "made-registers",
            HYPERTENSION,
            (kind, code, name),
            value=share,
            lower=share - 0.5,
            upper=share + 0.5,
            numerator=10 * share,
            denominator=1000.0,
            limits_method="as printed",
            **year,
        )
        for kind, code, name, share in SUBJECTS
    ]
    other = _value("made-survey", HYPERTENSION, ("district", "ZD02", "Fenland"), value=19.5, **year)
    return [*rows, other]


def _months() -> list[Row]:
    rows = []
    for trust, name in (("ZQ3", "Riverside Hospital Trust"), ("ZQ9", "A trust without a page")):
        for month in range(1, 7):
            start = dt.date(2025, month, 1)
            end = (start + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
            when = {"period": f"{start:%Y-%m}", "period_start": start, "period_end": end}
            value = None if month == 3 else 5.0 + month
            subject = ("provider", trust, name)
            rows.append(_value("made-trusts", ATTENDANCES, subject, value=value, **when))
            part = {"category_type": "kind of department", "category": "Major"}
            rows.append(_value("made-trusts", ATTENDANCES, subject, value=value, **when, **part))
    rows[-1]["note"] = "every figure of 2025-06 is that of 2024-06 in this file"
    return rows


def _lives() -> list[Row]:
    subjects: tuple[tuple[str, Any, str], ...] = (
        ("district", "ZD02", "Fenland"),
        ("named_district", None, "Elsewhere"),
    )
    return [
        _value("made-local", LIFE, subject, sex=sex, value=value)
        for subject in subjects
        for sex, value in (("male", 78.5), ("female", 82.1))
    ]


def _comparator(name: str, code: str | None) -> Row:
    said = {"source": "made-local", "subject_type": "district", "caveat": "Chosen by nobody."}
    return {**said, "name": name, "code": code}


def _conflict() -> Row:
    return {
        "conflict": "I001",
        "topic": "How many have diabetes",
        "scope": "two plans",
        "severity": "high",
        "statement_a": "One in ten",
        "source_a": "A plan, line 1",
        "statement_b": "One in twelve",
        "source_b": "Another plan, line 2",
        "check": "10.0% and 8.3%",
        "handling": "show both",
        "indicators": HYPERTENSION,
        "measures": "diabetes",
    }
