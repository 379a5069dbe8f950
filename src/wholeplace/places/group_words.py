"""Groups in words: as a row is headed by them, and as they read after a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wholeplace.measures.release import Release
from wholeplace.places.wording import category_name, fifth_words

Framework = Mapping[str, Mapping[str, Any]]
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
OVERLAPPING = "plus_group"
REST = "not_"
"""What the category of everybody outside an overlapping group begins with."""


def overlapping_groups(release: Release) -> Framework:
    """What a release says of its overlapping groups, by name; empty where it has none."""
    held = release.document("core20plus5") or {}
    return {group["name"]: group for group in held.get("groups", [])}


def group_title(breakdown: str, category: str, framework: Framework) -> str:
    """A group as the heading of a row or a cell.

    Args:
        breakdown: What people are divided by.
        category: The group.
        framework: Overlapping group → what the release says of it.

    >>> group_title("rurality", "rural", {})
    'Rural'
    >>> groups = {"smi": {"title": "People with a severe mental illness"}}
    >>> [group_title("plus_group", name, groups) for name in ("smi", "not_smi")]
    ['People with a severe mental illness', 'Everybody else']
    """
    if breakdown != OVERLAPPING:
        return category_name(breakdown, category)
    if category.startswith(REST):
        return "Everybody else"
    held = framework.get(category, {})
    return str(held.get("title") or category.replace("_", " ").capitalize())


def group_words(breakdown: str, category: str, framework: Framework) -> str:
    """A group as it reads after a number; the arguments are those of :func:`group_title`.

    >>> group_words("sex", "female", {}), group_words("age_band", "65-69", {})
    ('among women and girls', 'at ages 65 to 69')
    >>> group_words("deprivation_tenth_2025", "1", {})
    'in the most deprived tenth of this place'
    """
    if breakdown == "deprivation_tenth_2025":
        return f"in the {category_name(breakdown, category).lower()} of this place"
    if breakdown.startswith("deprivation"):
        return fifth_words(category)
    title = group_title(breakdown, category, framework)
    if breakdown == "sex":
        return {"female": "among women and girls", "male": "among men and boys"}[category]
    if breakdown == "age_band":
        return f"at ages {title.lower()}"
    if breakdown == "rurality":
        return f"in {title.lower()} areas"
    if breakdown == OVERLAPPING:
        outside = category.startswith(REST)
        held = framework.get(category.removeprefix(REST), {})
        said = held.get("others" if outside else "says")
        return str(said or ("among everybody else" if outside else f"in the group “{title}”"))
    return f"in the group “{title}”"
