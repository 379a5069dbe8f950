"""Data quality of the made release: a practice that sent nothing, a field that fell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.measures.quality.tables import FEED_MONTHS, FIELD_QUALITY, LATENESS
from wholeplace.measures.quality.writing import PROBLEMS
from wholeplace.record.runs import write_json

MONTHS = [dt.date(2024 + (month + 3) // 12, (month + 3) % 12 + 1, 1) for month in range(24)]
SILENT = dt.date(2026, 2, 1)
SENDERS = (("gp_event", "gp", ""), ("gp_event", "gp", "ZN11"), ("hospital_spell", "cuh", "ZQ2"))


def write_made_quality(folder: Path) -> None:
    """Write the tables of data quality into a release's folder."""
    for name, rows, schema in (
        ("feed_months", _months(), FEED_MONTHS),
        ("field_quality", _fields(), FIELD_QUALITY),
        ("lateness", [_late(*sender) for sender in SENDERS], LATENESS),
        ("problems", _problems(), PROBLEMS),
    ):
        pq.write_table(pa.Table.from_pylist(rows, schema), folder / f"{name}.parquet")
    pq.write_table(pa.Table.from_pylist(_agreement()), folder / "agreement.parquet")
    served = [{"area_type": "district", "area_code": "ZD1", "practice": "ZN11", "value": 0.1}]
    pq.write_table(pa.Table.from_pylist(served), folder / "served.parquet")
    resting = {"diabetes": {"gp_event": ["code"]}, "emergency_admissions": {"hospital_spell": []}}
    write_json(folder / "resting_on.json", resting)


def _about(sender: tuple[str, str, str]) -> dict[str, Any]:
    return dict(zip(("dataset", "source", "provider"), sender, strict=True))


def _months() -> list[dict[str, Any]]:
    rows = []
    for sender in SENDERS:
        for month in MONTHS:
            silent = sender[2] == "ZN11" and month == SILENT
            rows.append(
                _about(sender)
                | {
                    "month": month,
                    "rows": 0 if silent else 1_200,
                    "expected": 1_200,
                    "lower": 1_050,
                    "upper": 1_360,
                    "status": "shown",
                    "verdict": "none" if silent else "as_expected",
                }
            )
    return rows


def _fields() -> list[dict[str, Any]]:
    return [
        _about(sender)
        | {
            "field": "ethnic_category" if sender[0] == "hospital_spell" else "code",
            "said": said,
            "month": None,
            "numerator": number,
            "denominator": 14_400,
            "value": number / 14_400,
            "status": "shown",
            "verdict": "",
        }
        for sender in SENDERS
        for said, number in (("answered", 11_000), ("blank", 3_000), ("not_known", 400))
    ]


def _late(*sender: str) -> dict[str, Any]:
    about = _about((sender[0], sender[1], sender[2]))
    days = {"rows": 14_400, "median_days": 26.0, "p95_days": 40.0, "late": 0.02, "late_after": 62}
    return about | days | {"status": "shown"}


def _problems() -> list[dict[str, Any]]:
    return [
        _about(SENDERS[1])
        | {
            "kind": "silent",
            "provider_name": "North Surgery 11",
            "area_type": "practice",
            "field": "",
            "first_month": SILENT,
            "last_month": SILENT,
            "sentence": "North Surgery 11 sent no coded entries in a GP record in February 2026; "
            "about 1,200 were expected.",
            "to_do": "Ask for these months to be sent.",
        },
        _about(SENDERS[2])
        | {
            "kind": "fell",
            "provider_name": "Riverside Hospital Trust",
            "area_type": "provider",
            "field": "ethnic_category",
            "first_month": SILENT,
            "last_month": MONTHS[-1],
            "sentence": "Ethnic category is filled in for none of hospital spells from Riverside "
            "Hospital Trust since February 2026; before, it was 95 in 100.",
            "to_do": "Ask what changed in the extract or the system at the start of these months.",
        },
    ]


def _agreement() -> list[dict[str, Any]]:
    ethnicity = [
        ("ethnicity", own, other, number)
        for own, other, number in (
            ("white", "white", 9_000),
            ("asian", "asian", 700),
            ("asian", "unknown", 45),
            ("white", "not_stated", 310),
        )
    ]
    others = [("sex", "male", "male", 5_000), ("sex", "male", "female", 10)]
    others += [("birth date", "", "3 of 3 parts", 9_900), ("practice", "", "another", 250)]
    return [
        {
            "subject": subject,
            "dataset": "hospital_spell",
            "source": "cuh",
            "register": own,
            "other": other,
            "counted": number,
            "status": "shown",
        }
        for subject, own, other, number in [*ethnicity, *others]
    ]
