"""Groups in words: as a row is headed by them, and as they read after a number."""

from __future__ import annotations

from wholeplace.places.wording import category_name, fifth_words

OFFERED = (
    "deprivation_2025",
    "deprivation_2019",
    "deprivation_tenth_2025",
    "ethnic_group",
    "sex",
    "age_band",
    "rurality",
    "plus_group",
)
"""Breakdowns that gaps are shown by, in the order they are offered."""
_REST = "not_"


def group_title(breakdown: str, category: str) -> str:
    """A group as the heading of a row or a cell.

    >>> group_title("rurality", "rural"), group_title("plus_group", "not_severe_mental_illness")
    ('Rural', 'Everybody else')
    """
    if breakdown == "plus_group":
        if category.startswith(_REST):
            return "Everybody else"
        return category.replace("_", " ").capitalize()
    return category_name(breakdown, category)


def group_words(breakdown: str, category: str) -> str:
    """A group as it reads after a number.

    >>> group_words("sex", "female"), group_words("age_band", "65-69")
    ('among women and girls', 'at ages 65 to 69')
    >>> group_words("deprivation_tenth_2025", "1")
    'in the most deprived tenth of this place'
    """
    if breakdown == "deprivation_tenth_2025":
        return f"in the {category_name(breakdown, category).lower()} of this place"
    if breakdown.startswith("deprivation"):
        return fifth_words(category)
    title = group_title(breakdown, category)
    if breakdown == "sex":
        return {"female": "among women and girls", "male": "among men and boys"}[category]
    if breakdown == "age_band":
        return f"at ages {title.lower()}"
    if breakdown == "rurality":
        return f"in {title.lower()} areas"
    if breakdown == "plus_group" and category.startswith(_REST):
        return "among everybody else"
    return f"in the group “{title}”"
