"""The contract for published values: what is kept of a series, of a value and of a conflict."""

from __future__ import annotations

import pyarrow as pa

from wholeplace.geography.table import Column, Table

_TEXT = pa.string()
_WHOLE = pa.int32()
_DATE = pa.date32()
_DECIMAL = pa.float64()

SUBJECT_TYPES: dict[str, str] = {
    "england": "England",
    "region": "region",
    "icb": "integrated care system",
    "sub_icb": "sub-location of an integrated care system",
    "place": "place partnership",
    "pcn": "primary care network",
    "practice": "GP practice",
    "upper_tier": "county or unitary authority",
    "district": "district or unitary authority",
    "ward": "ward",
    "msoa": "neighbourhood area (MSOA 2011)",
    "provider": "NHS trust: care given there, wherever people live",
    "recorded_authority": "practices by the local authority recorded for them in the NHS England "
    "allocation inputs; not residents of it",
    "named_district": "district known by name only, a comparator",
    "named_upper_tier": "county or unitary authority known by name only, a comparator",
    "other": "another kind of area, as the source names it",
}

AS_PRINTED = "as printed"
FROM_COUNTS = "from the printed numerator and denominator"
ADDED_UP = "added up from printed numerators and denominators"

SERIES = Table(
    "published_series",
    "One published series: one indicator from one source.",
    ("source", "indicator"),
    (
        Column("source", _TEXT, "id of the source: one publication in one form"),
        Column("indicator", _TEXT, "id of the indicator; several sources may print the same one"),
        Column("title", _TEXT, "the indicator as the source names it"),
        Column("topic", _TEXT, "heading it stands under in lists"),
        Column("unit", _TEXT, "percent, years, attendances, ratio (England = 100), …"),
        Column("period_kind", _TEXT, "year, month, day or not stated"),
        Column("publisher", _TEXT, "who publishes it"),
        Column("publication", _TEXT, "name of the publication"),
        Column("licence", _TEXT, "licence it is used under"),
        Column("caveat", _TEXT, "what a reader must know before using it", required=False),
        Column("obtained", _TEXT, "by whose compilation it reached us", required=False),
        Column("published_on", _DATE, "date published, where stated", required=False),
        Column("received", _DATE, "date imported; empty for a reference folder", required=False),
        Column("first_day", _DATE, "first day of its values, where stated", required=False),
        Column("last_day", _DATE, "last day of its values, where stated", required=False),
        Column("subject_types", _TEXT, "what its values are of: SUBJECT_TYPES, commas between"),
        Column("values", _WHOLE, "how many values it has, empty ones not counted"),
        Column("file", _TEXT, "name of the file"),
        Column("sha256", _TEXT, "hash of the file"),
    ),
)

VALUES = Table(
    "published",
    "One published value: open statistics, outside the disclosure gate.",
    (
        "source",
        "indicator",
        "subject_type",
        "subject_code",
        "subject_name",
        "period",
        "sex",
        "age",
        "category_type",
        "category",
    ),
    (
        Column("source", _TEXT, "id of the source, a key of published_series"),
        Column("indicator", _TEXT, "id of the indicator, a key of published_series"),
        Column("subject_type", _TEXT, "what it is a value of: one of SUBJECT_TYPES"),
        Column(
            "subject_code",
            _TEXT,
            "code of the area or organisation; 'unknown'; empty if the source has names only",
            required=False,
        ),
        Column("subject_name", _TEXT, "name of the area or organisation"),
        Column("vintage", _WHOLE, "year of the boundaries or organisations", required=False),
        Column("period", _TEXT, "period as printed; empty if not stated", required=False),
        Column("period_start", _DATE, "first day of the period", required=False),
        Column("period_end", _DATE, "last day of the period", required=False),
        Column("sex", _TEXT, "female or male; empty for persons", required=False),
        Column("age", _TEXT, "ages as printed; empty for all ages", required=False),
        Column("category_type", _TEXT, "what the category divides by", required=False),
        Column("category", _TEXT, "category as printed; empty for everybody", required=False),
        Column("value", _DECIMAL, "value; empty if the source prints none", required=False),
        Column("lower", _DECIMAL, "lower 95 % limit", required=False),
        Column("upper", _DECIMAL, "upper 95 % limit", required=False),
        Column("limits_method", _TEXT, "who worked the limits out, and how", required=False),
        Column("numerator", _DECIMAL, "numerator, where printed", required=False),
        Column("denominator", _DECIMAL, "denominator, where printed", required=False),
        Column("basis", _TEXT, "as printed, or worked out from what is printed"),
        Column("note", _TEXT, "what is doubtful about this value", required=False),
    ),
)

COMPARATORS = Table(
    "published_comparators",
    "One area of a set of comparators (statistical neighbours) that a source chose.",
    ("source", "subject_type", "name"),
    (
        Column("source", _TEXT, "id of the source"),
        Column("subject_type", _TEXT, "district or upper_tier"),
        Column("name", _TEXT, "name of the area, as printed"),
        Column("code", _TEXT, "code, only for an area of the system, by name", required=False),
        Column("caveat", _TEXT, "what the set can and cannot be used for"),
    ),
)

CONFLICTS = Table(
    "published_conflicts",
    "One pair of published statements that contradict each other, side by side.",
    ("conflict",),
    (
        Column("conflict", _TEXT, "id"),
        Column("topic", _TEXT, "what both are about"),
        Column("scope", _TEXT, "which documents"),
        Column("severity", _TEXT, "high, medium or low"),
        Column("statement_a", _TEXT, "one statement, as printed"),
        Column("source_a", _TEXT, "where it is printed"),
        Column("statement_b", _TEXT, "the other, as printed"),
        Column("source_b", _TEXT, "where that is printed"),
        Column("check", _TEXT, "the arithmetic, or how they differ", required=False),
        Column("handling", _TEXT, "how Wholeplace treats them", required=False),
        Column("indicators", _TEXT, "ids of the indicators concerned, commas between", False),
        Column("measures", _TEXT, "names of the measures concerned, commas between", False),
    ),
)

PUBLISHED_TABLES: tuple[Table, ...] = (SERIES, VALUES, COMPARATORS, CONFLICTS)
