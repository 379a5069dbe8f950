"""Registers are added up over practices, each condition with the denominator of its own ages."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.geography.published.contract import ADDED_UP
from wholeplace.geography.published.doubts import mark_repeats
from wholeplace.geography.published.limits import WILSON, add_limits
from wholeplace.geography.published.registers import add_up

DRAWN = """
practice | condition | ages        | register | list || network
A        | diabetes  | 17 and over | 60       | 800  || East
B        | diabetes  | 17 and over | 10       | 100  || East
C        | diabetes  | 17 and over | 5        | 100  ||
A        | stroke    |             | 20       | 1000 || East
B        | stroke    |             | 1        | 150  || East
C        | stroke    |             | 2        | 120  ||
"""
ANSWER = """
network | condition | register | list
East    | diabetes  | 70       | 900
unknown | diabetes  | 5        | 100
East    | stroke    | 21       | 1150
unknown | stroke    | 2        | 120
"""


def drawn(text: str) -> list[dict[str, str]]:
    lines = [line.replace("||", "|").split("|") for line in text.strip().splitlines()]
    header, *rows = [[cell.strip() for cell in line] for line in lines]
    return [dict(zip(header, row, strict=True)) for row in rows]


def value(practice: str, indicator: str, ages: str, count: float | None, among: float) -> Any:
    return {
        "source": "made",
        "indicator": indicator,
        "subject_type": "practice",
        "subject_code": practice,
        "subject_name": practice,
        "vintage": 2021,
        "period": "2020-21",
        "period_start": None,
        "period_end": None,
        "sex": None,
        "age": ages or None,
        "category_type": None,
        "category": None,
        "value": None if count is None else 100 * count / among,
        "lower": None,
        "upper": None,
        "limits_method": None,
        "numerator": count,
        "denominator": among,
        "basis": "from the printed numerator and denominator",
        "note": None,
    }


def test_each_condition_is_added_up_with_its_own_ages_and_no_practice_is_dropped() -> None:
    given_rows = drawn(DRAWN)
    networks = {r["practice"]: (r["network"],) * 2 for r in given_rows if r["network"]}
    rows = [
        value(r["practice"], r["condition"], r["ages"], float(r["register"]), float(r["list"]))
        for r in given_rows
    ]

    added = add_up(rows, "pcn", networks.get)  # type: ignore[arg-type]

    found = {(r["subject_code"], r["indicator"]): (r["numerator"], r["denominator"]) for r in added}
    expected = {
        (r["network"], r["condition"]): (float(r["register"]), float(r["list"]))
        for r in drawn(ANSWER)
    }
    assert found == expected
    assert {r["basis"] for r in added} == {ADDED_UP}
    assert {r["age"] for r in added if r["indicator"] == "diabetes"} == {"17 and over"}


def test_a_share_is_of_the_sums_and_never_the_mean_of_shares() -> None:
    rows = [value("A", "dm", "", 1.0, 10.0), value("B", "dm", "", 90.0, 100.0)]

    (added,) = add_up(rows, "pcn", lambda _: ("P", "P"))

    assert added["value"] == 100 * 91 / 110


def test_a_practice_without_a_figure_leaves_the_sum_without_one() -> None:
    rows = [value("A", "dm", "", 1.0, 10.0), value("B", "dm", "", None, 100.0)]

    (added,) = add_up(rows, "pcn", lambda _: ("P", "P"))

    assert (added["numerator"], added["value"]) == (None, None)


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(500, 9000), st.sampled_from("PQ-")), min_size=1
    )
)
def test_the_groups_together_are_the_whole(practices: list[tuple[int, int, str]]) -> None:
    rows = [
        value(str(n), "dm", "", float(count), float(among))
        for n, (count, among, _) in enumerate(practices)
    ]
    networks = {str(n): (g, g) for n, (_, _, g) in enumerate(practices) if g != "-"}

    added = add_up(rows, "pcn", networks.get)

    for part, at in (("numerator", 0), ("denominator", 1)):
        assert sum(r[part] for r in added) == sum(practice[at] for practice in practices)


def test_limits_are_given_only_to_shares_of_whole_people_printed_without_any() -> None:
    counted, modelled = value("A", "dm", "", 65.0, 100.0), value("B", "dm", "", 65.5, 100.0)
    printed = value("C", "dm", "", 65.0, 100.0) | {"basis": "as printed"}

    add_limits([counted, modelled, printed], {("made", "dm")})

    assert (round(counted["lower"], 1), round(counted["upper"], 1)) == (55.3, 73.6)
    assert counted["limits_method"] == WILSON
    assert modelled["lower"] is None and printed["lower"] is None


def test_a_month_that_repeats_every_figure_of_an_earlier_one_says_so() -> None:
    rows = [
        value("A", name, "", figure, 1000.0) | {"period": period}
        for period in ("2024-02", "2025-01", "2025-02")
        for name, figure in (("a", 1.0), ("b", 2.0), ("c", 3.0 if period != "2025-01" else 4.0))
    ]

    mark_repeats(rows)

    assert {r["period"] for r in rows if r["note"]} == {"2025-02"}
    assert "2024-02" in next(r["note"] for r in rows if r["note"])
