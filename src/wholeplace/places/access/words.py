"""Waits and groups in plain words: weeks, ages, and how two groups differ."""

from __future__ import annotations

import math
from collections.abc import Mapping

from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.measures.waits.definition import LONGEST_BIN
from wholeplace.places.access.reading import Groups
from wholeplace.places.group_words import group_words
from wholeplace.places.numbers import FIFTHS
from wholeplace.places.sentences import Gap, apart
from wholeplace.places.wording import BREAKDOWNS, category_name, short_category, shown

EVERYONE = "Everyone here"
_BREAKDOWNS = {"age_group": "Age", "learning_disability": "Learning disability"}
_PAIRS = {"learning_disability": ("yes", "no"), "rurality": ("rural", "urban")}
NOT_KNOWN = ("unknown", "not_stated")


def breakdown_name(breakdown: str) -> str:
    """What groups are divided by, as people say it."""
    return _BREAKDOWNS.get(breakdown) or BREAKDOWNS[breakdown]


def group_name(breakdown: str, category: str) -> str:
    """A group as people say it.

    >>> group_name("age_group", "18-39"), group_name("learning_disability", "yes")
    ('18 to 39', 'With a learning disability')
    """
    if breakdown == "learning_disability":
        return {"yes": "With a learning disability", "no": "Everybody else"}.get(
            category, "Not known"
        )
    if breakdown == "age_group":
        return category_name("age_band", category)
    return category_name(breakdown, category)


def group_label(breakdown: str, category: str) -> str:
    """A group, short enough to label a mark.

    >>> group_label("ethnic_group", "black"), group_label("learning_disability", "no")
    ('Black', 'Everybody else')
    """
    if breakdown in _BREAKDOWNS:
        return group_name(breakdown, category)
    return short_category(breakdown, category)


def weeks(number: float, *, fine: bool = False) -> str:
    """A length of wait: whole weeks from ten on, unless asked more finely.

    >>> weeks(18.3), weeks(2.83), weeks(18.34, fine=True), weeks(1), weeks(float("inf"))
    ('18 weeks', '2.8 weeks', '18.3 weeks', '1 week', 'more than 208 weeks')
    """
    if math.isinf(number):
        return f"more than {LONGEST_BIN} weeks"
    text = f"{number:.1f}" if fine or number < 9.95 else f"{number:.0f}"
    text = text.removesuffix(".0")
    return f"{text} week" if text == "1" else f"{text} weeks"


def weeks_cell(value: ReleasedValue | None) -> str:
    """A length of wait in a table, in weeks, or why there is none."""
    if value is None or not value.shown or value.value is None:
        return shown(value)
    return _short(value.value)


def weeks_limits(value: ReleasedValue | None) -> str:
    """The 95 % limits of a length of wait, in weeks."""
    if value is None or not value.shown or value.lower is None or value.upper is None:
        return ""
    return f"{_short(value.lower)} to {_short(value.upper)}"


def weeks_gap(gap: Gap, subject: str = "") -> str:
    """How long half of the waits in two groups have lasted, or that they are similar.

    Args:
        gap: The two groups' medians.
        subject: How the sentence begins, if with anything else.
    """
    first, second = gap.first.value, gap.second.value
    if first is None or second is None:
        return ""
    begins = f"{subject}, half" if subject else "Half"
    differ = apart(gap.first, gap.second)
    fine = differ and weeks(first) == weeks(second)
    longer, shorter = weeks(first, fine=fine), weeks(second, fine=fine)
    if not differ:
        waits = f"{subject}, waits" if subject else "Waits"
        return (
            f"{waits} are similar {gap.first_name} (half longer than {longer}) and "
            f"{gap.second_name} ({shorter})."
        )
    return (
        f"{begins} of the waits have lasted more than {longer} {gap.first_name} and more than "
        f"{shorter} {gap.second_name}."
    )


def widest(breakdown: str, groups: Groups) -> Gap | None:
    """The two groups of waits or contacts to compare, like for like; see :func:`widest_of`."""
    return widest_of(breakdown, {key: access.adjusted for key, access in groups.items()})


def widest_of(breakdown: str, groups: Mapping[str, ReleasedValue]) -> Gap | None:
    """The two groups to compare; None where fewer than two can be shown.

    By deprivation the two ends; with people who have a learning disability everybody else, with
    rural areas urban ones; otherwise the highest and the lowest. Groups that are not known are
    never compared.

    Args:
        breakdown: What people are divided by.
        groups: Category → number.
    """
    known = {key: v for key, v in groups.items() if v.shown and key not in NOT_KNOWN}
    if len(known) < 2:
        return None
    if breakdown in _PAIRS:
        first, second = _PAIRS[breakdown]
    elif breakdown.startswith("deprivation"):
        first, *_, second = [fifth for fifth in FIFTHS if fifth in known]
    else:
        second, *_, first = sorted(known, key=lambda key: known[key].value or 0.0)
    names = [_after_a_number(breakdown, key) for key in (first, second)]
    return Gap(names[0], known[first], names[1], known[second])


def _after_a_number(breakdown: str, category: str) -> str:
    if breakdown == "age_group":
        return group_words("age_band", category, {})
    if breakdown == "learning_disability":
        with_one = category == "yes"
        return f"among {'people with a learning disability' if with_one else 'everybody else'}"
    return group_words(breakdown, category, {})


def too_few(breakdown: str) -> str:
    """What stands where groups cannot be compared.

    >>> too_few("learning_disability")
    'Learning disability: too few people in all groups but one to compare.'
    """
    return f"{breakdown_name(breakdown)}: too few people in all groups but one to compare."


def _short(number: float) -> str:
    return f"over {LONGEST_BIN}" if math.isinf(number) else f"{number:.1f}"
