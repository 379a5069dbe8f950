"""The tables of the long-range model's inputs: what every column says, and in which unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping

_SOURCE = {"source": "who published or decided it", "dated": "the date of that source"}

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "about.csv": {
        "title": "what the inputs are",
        "synthetic": "yes where they are invented",
        "note": "what a reader of any answer must know of them",
    },
    "population.csv": {
        "variant": "the variant of the projection, such as v1",
        "area": "the area's name",
        "year": "the mid-year (30 June)",
        "sex": "female or male",
        "age_from": "the youngest age of the band, in years",
        "people": "people",
    },
    "counts.csv": {
        "activity": "the activity's key",
        "area": "the area's name; blank for all areas together",
        "year": "the financial year, by the year in which it began",
        "sex": "female or male",
        "age_from": "the youngest age of the band, in years",
        "admissions": "admissions, attendances or appointments in the year",
        "bed_days": "bed days in the year, blank for none",
    },
    "activities.csv": {
        "activity": "the activity's key, in lower case",
        "title": "its name",
        "unit": "what is counted",
        "pool": "the beds it fills; blank for none",
        "growth": "growth a year, in per cent",
        "growth_low": "the least that is believable",
        "growth_high": "the most",
        "growth_of": "rates, or all where the growth of the population is in it",
        **_SOURCE,
    },
    "parts.csv": {
        "activity": "the activity",
        "part": "the part's key, in lower case",
        "title": "its name",
        "share": "its share of the activity's admissions, in per cent",
        "share_of_days": "its share of the activity's bed days; blank for the same share",
        **_SOURCE,
    },
    "mitigations.csv": {
        "mitigation": "the mitigation's key, in lower case",
        "title": "its name",
        "activity": "the activity it acts on",
        "part": "the part of it; blank for all",
        "acts_on": "admissions (avoids them) or stay (shortens it)",
        "share": "the share it takes away at full effect, in per cent",
        "share_low": "the least that is believable",
        "share_high": "the most",
        "begins": "the last financial year without effect",
        "full": "the first financial year at full effect",
        "from_age": "the youngest age it acts on; blank for all",
        "after": "mitigations of the same activity that act first, separated by spaces",
        **_SOURCE,
    },
    "beds.csv": {
        "pool": "the pool's key, in lower case",
        "title": "what its beds are called in a sentence",
        "beds": "beds held, on average over the year",
        **_SOURCE,
    },
}
"""Table → its columns → what each says."""

_MAY_BE_LEFT_OUT = {
    *("note", "area", "bed_days", "growth_low", "growth_high", "growth_of", "share_of_days"),
    *("share_low", "share_high", "from_age", "after"),
}
NEEDED: Mapping[str, Collection[str]] = {
    table: [name for name in columns if table == "population.csv" or name not in _MAY_BE_LEFT_OUT]
    for table, columns in COLUMNS.items()
}
"""Table → the columns it must have."""
