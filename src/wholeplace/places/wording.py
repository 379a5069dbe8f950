"""Numbers, ranges and categories in plain words, the same on every page, chart, file and pack."""

from __future__ import annotations

import datetime as dt

from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue

SUPPRESSED = "1 to 7"
FEW_PEOPLE = "Too few people"
"""Of a share, rate or mean: 1 to 7 people are counted among, so what is counted may be none."""
NO_DATA = "No data"
_STATUS_WORDS = {
    "suppressed": SUPPRESSED,
    "too_few": "Too few to show",
    "all_or_none": "Hidden: all or none",
    "withheld": "Hidden to protect others",
    "no_data": NO_DATA,
    "not_applicable": "Does not apply",
}
_CATEGORIES = {
    "female": "Female",
    "male": "Male",
    "unknown": "Not known",
    "not_stated": "Not stated",
    "asian": "Asian or Asian British",
    "black": "Black, Black British, Caribbean or African",
    "mixed": "Mixed or multiple ethnic groups",
    "white": "White",
    "other": "Other ethnic group",
    "all": "Everyone",
}
_SHORT = {"asian": "Asian", "black": "Black", "mixed": "Mixed", "other": "Other"}
_FIFTHS = {
    "1": "Most deprived fifth",
    "2": "Second fifth",
    "3": "Middle fifth",
    "4": "Fourth fifth",
    "5": "Least deprived fifth",
}
_TENTHS = {
    "1": "Most deprived tenth",
    **{str(n): f"Tenth {n} of 10" for n in range(2, 10)},
    "10": "Least deprived tenth",
}
_AREA_TYPES = {
    "icb": ("System", "systems"),
    "place": ("Place", "places"),
    "pcn": ("Neighbourhood", "neighbourhoods"),
    "practice": ("GP practice", "GP practices"),
    "upper_tier": ("Upper-tier council area", "upper-tier council areas"),
    "district": ("District", "districts"),
    "ward": ("Ward", "wards"),
    "msoa": ("Middle-layer area", "middle-layer areas"),
    "provider": ("Hospital trust", "hospital trusts"),
    "service": ("Service", "services"),
    "lsoa21": ("Small area", "small areas"),
    "lsoa11": ("Small area", "small areas"),
}
_BASIS = {
    "registered": "people registered with its GP practices",
    "resident": "people who live there",
    "treated_here": "care given here, wherever people live",
}
BREAKDOWNS = {
    "all": "Everyone",
    "sex": "Sex",
    "age_band": "Age",
    "age_sex": "Age and sex",
    "deprivation_2019": "National deprivation fifth (IMD 2019)",
    "deprivation_2025": "National deprivation fifth (IMD 2025)",
    "deprivation_tenth_2025": "Tenth of this place by deprivation (IMD 2025)",
    "ethnic_group": "Ethnic group",
    "rurality": "Urban or rural",
    "plus_group": "PLUS group",
    "month": "Month",
}


def begun(words: str) -> str:
    """Words with a capital at the start and nothing else changed.

    >>> begun("NHS England asks it"), begun("at least 80 in 100")
    ('NHS England asks it', 'At least 80 in 100')
    """
    return words[:1].upper() + words[1:]


def are(number: int) -> str:
    """A number and its verb.

    >>> are(1), are(4)
    ('1 is', '4 are')
    """
    return f"{whole(number)} {'is' if number == 1 else 'are'}"


def whole(number: float) -> str:
    """A whole number with commas.

    >>> whole(1031469)
    '1,031,469'
    """
    return f"{round(number):,}"


def significant(number: float, digits: int = 3) -> str:
    """A number to some significant figures, with commas and no exponent.

    >>> significant(0.012345), significant(12345.6), significant(0)
    ('0.0123', '12,300', '0')
    """
    if number == 0:
        return "0"
    rounded = float(f"{number:.{digits}g}")
    decimals = max(0, digits - len(f"{abs(int(rounded))}")) if abs(rounded) >= 1 else None
    if decimals is not None:
        return f"{rounded:,.{decimals}f}"
    return f"{rounded:.10f}".rstrip("0").rstrip(".")


def percent(fraction: float) -> str:
    """A fraction as a percentage: one decimal place, two under one per cent.

    >>> percent(0.1124), percent(0.0074), percent(0.00001), percent(0)
    ('11.2%', '0.74%', 'under 0.01%', '0%')
    """
    if fraction == 0:
        return "0%"
    if 0 < fraction < 0.00005:
        return "under 0.01%"
    return f"{fraction * 100:.{2 if abs(fraction) < 0.00995 else 1}f}%"


def quantity(number: float, statistic: str) -> str:
    """A value of a measure as a cell shows it, without its unit."""
    if statistic == "proportion":
        return percent(number)
    if statistic == "count":
        return whole(number)
    return significant(number)


def shown(value: ReleasedValue | None) -> str:
    """The value of a cell, or in words why there is none: no data is never zero."""
    if value is None:
        return NO_DATA
    if value.value is None or not value.shown:
        return FEW_PEOPLE if among_few(value) else _STATUS_WORDS.get(value.status, NO_DATA)
    return quantity(value.value, value.statistic)


def limits(value: ReleasedValue | None) -> str:
    """The 95 % limits of a cell in words, or nothing where it has none."""
    if value is None or not value.shown or value.lower is None or value.upper is None:
        return ""
    low, high = quantity(value.lower, value.statistic), quantity(value.upper, value.statistic)
    return f"{low} to {high}"


def people_counted(value: ReleasedValue | None) -> str:
    """The numerator of a cell as shown: rounded, "1 to 7", why it is hidden, or nothing."""
    if value is None:
        return NO_DATA
    if among_few(value):
        return FEW_PEOPLE
    if value.status in ("suppressed", "all_or_none", "withheld"):
        return _STATUS_WORDS[value.status]
    return whole(value.numerator) if value.numerator is not None else ""


def among_few(value: ReleasedValue) -> bool:
    """Whether a number is hidden because those it is counted among are few, not what it counts."""
    of_a_group = value.statistic != "count" and value.denominator is None
    return value.status == "suppressed" and of_a_group


def category_name(breakdown: str, category: str) -> str:
    """A category as people say it.

    >>> category_name("deprivation_2025", "1"), category_name("month", "2026-03")
    ('Most deprived fifth', 'March 2026')
    """
    if breakdown.startswith("deprivation_tenth"):
        return _TENTHS.get(category, "Not known")
    if breakdown.startswith("deprivation"):
        return _FIFTHS.get(category, "Not known")
    if breakdown == "month":
        return f"{dt.date.fromisoformat(category + '-01'):%B %Y}"
    if breakdown == "age_band" and category not in _CATEGORIES:
        words = category.replace("-", " to ").replace("+", " and over")
        return words[0].upper() + words[1:]
    if breakdown == "age_sex":
        sex, _, band = category.partition("|")
        return f"{category_name('sex', sex)}, {category_name('age_band', band)}"
    return _CATEGORIES.get(category, category.replace("_", " ").capitalize())


def short_category(breakdown: str, category: str) -> str:
    """A category short enough to label a bar.

    >>> short_category("ethnic_group", "asian"), short_category("sex", "male")
    ('Asian', 'Male')
    """
    return _SHORT.get(category, category_name(breakdown, category))


def fifth_words(fifth: str) -> str:
    """A national fifth as it reads after a number.

    >>> fifth_words("1")
    'in the most deprived fifth'
    """
    return f"in the {_FIFTHS[fifth].lower()}"


def area_kind(area_type: str, *, plural: bool = False) -> str:
    """What a kind of area is called.

    >>> area_kind("pcn"), area_kind("pcn", plural=True)
    ('Neighbourhood', 'neighbourhoods')
    """
    single, several = _AREA_TYPES.get(area_type, (area_type.capitalize(), f"{area_type}s"))
    return several if plural else single


def basis_words(basis: str) -> str:
    """Which people a count is of."""
    return _BASIS.get(basis, basis.replace("_", " "))


def population(area: Area, basis: str) -> int | None:
    """The rounded population of an area on one basis, where the release has it."""
    return area.population_registered if basis == "registered" else area.population_resident


def unit_words(measure: ReleasedMeasure) -> str:
    """The unit of a measure's value, for subtitles and table headings.

    >>> unit_words(ReleasedMeasure("a", "A", statistic="rate", per=1000))
    'per 1,000 people'
    """
    per = f"per {whole(measure.per or 1000)} people"
    return {
        "proportion": "percentage",
        "count": "number",
        "rate": per,
        "dsr": f"{per}, age-standardised",
        "mean": f"average {measure.unit}".strip(),
    }.get(measure.statistic, measure.unit)


def period_words(value: ReleasedValue) -> str:
    """The period a number is for, in words.

    >>> import datetime as dt
    >>> from wholeplace.core.calendar import in_words
    >>> in_words(dt.date(2026, 3, 31))
    '31 March 2026'
    """
    if value.period_start == value.period_end:
        return f"on {_day(value.period_end)}"
    return f"{_day(value.period_start)} to {_day(value.period_end)}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
