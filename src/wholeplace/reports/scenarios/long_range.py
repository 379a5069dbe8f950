"""What a long-range answer says beyond its first figures: beds by year, why, what is planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.places.charts import Row as Bar
from wholeplace.places.charts import Spec
from wholeplace.places.figures import Cell, Figure, Section, Table, number_cell
from wholeplace.places.wording import begun, percent
from wholeplace.reports.scenarios.charts import banded_chart, named_bars
from wholeplace.reports.scenarios.reading import Answered, Row
from wholeplace.reports.scenarios.tables import source_of
from wholeplace.reports.scenarios.words import amount, spread

NEEDED, OCCUPANCY = "beds needed", "occupancy"
FULL = 1.0
_LABEL_EVERY = 5
_CAUSES = {
    "population": "More people",
    "ageing": "Older people",
    "stay": "Longer stays",
    "growth": "Other growth",
    "mitigations": "What is planned",
}


def long_range_sections(answered: Answered) -> Iterator[Section]:
    """Beds by year, what the change is made of, what is planned, and what moves the answer.

    Args:
        answered: An answered run of the long-range model.
    """
    beds = answered.table("beds")
    pools = list(dict.fromkeys(row["pool"] for row in beds))
    if pools:
        yield Section(
            "by-year",
            "Year by year",
            figures=tuple(_by_year(answered, pool, beds) for pool in pools),
            notes=(
                "Beds over 100% full cannot do what is asked of them. That is said, and never cut "
                "off: in so many of the futures they would have to be.",
            ),
        )
    for make in (_change, _planned, _moves):
        section = make(answered)
        if section is not None:
            yield section


def _by_year(answered: Answered, pool: str, beds: Sequence[Row]) -> Figure:
    needed, full = (
        [row for row in beds if row["pool"] == pool and row["measure"] == measure]
        for measure in (NEEDED, OCCUPANCY)
    )
    last, over = needed[-1], full[-1]["over_full"]
    told = f" and be over 100% full in {_futures(over)}" if over else ""
    return Figure(
        f"{begun(pool)}: {amount(last['held'])} held would meet {_spread(last)} needed{told}",
        f"{begun(pool)} needed at the occupancy aimed at: the band holds nine futures in ten, "
        "the thick line is the middle of them, the dark line the beds held",
        _years_chart(needed, begun(pool)),
        Table(
            f"{begun(pool)} by year",
            ("Year", "Needed", "Held", "How full", "Over 100% full"),
            tuple(_year(*pair) for pair in zip(needed, full, strict=True)),
        ),
        source_of(answered),
    )


def _year(needed: Row, full: Row) -> tuple[Cell, ...]:
    taken = f"{percent(full['mean'])} ({percent(full['p05'])} to {percent(full['p95'])})"
    over = _futures(full["over_full"]) if full["over_full"] else "in none"
    return (
        Cell(needed["year"]),
        number_cell(f"{amount(needed['mean'])} ({_spread(needed)})"),
        number_cell(amount(needed["held"])),
        Cell(taken, tone="worse" if full["mean"] > FULL else "", numeric=True),
        number_cell(over),
    )


def _change(answered: Answered) -> Section | None:
    rows = answered.table("changes")
    if not rows:
        return None
    cells = tuple(
        (
            Cell(row["activity"]),
            number_cell(amount(row["first"])),
            number_cell(amount(row["last"])),
            *(number_cell(_signed(row[name])) for name in _CAUSES),
        )
        for row in rows
    )
    columns = ("Activity", "Bed days now", "In the last year", *_CAUSES.values())
    table = Table("What the change in bed days is made of", columns, cells)
    note = "Means. Causes are changed one after another, from the left, and add up to the change."
    return Section("why", "What the change is made of", tables=(table,), notes=(note,))


def _planned(answered: Answered) -> Section | None:
    rows = answered.table("mitigations")
    if not rows:
        return None
    last = [row for row in rows if row["year"] == rows[-1]["year"]]
    names = list(dict.fromkeys(row["mitigation"] for row in last))
    by = {(row["mitigation"], row["measure"]): row for row in last}
    cells = tuple(
        (
            Cell(name),
            *(number_cell(_taken(by.get((name, what)))) for what in ("admissions", "bed_days")),
        )
        for name in names
    )
    table = Table(
        f"What is planned takes away in {last[-1]['year']}",
        ("What is planned", "Admissions", "Bed days"),
        cells,
    )
    note = (
        "Each takes its share of what those before it left, so nothing is counted twice; two that "
        "claim the same activity are refused unless one is said to come after the other."
    )
    return Section("planned", "What is planned", tables=(table,), notes=(note,))


def _moves(answered: Answered) -> Section | None:
    rows = answered.table("sensitivity")
    if not rows:
        return None
    several = len({row["pool"] for row in rows}) > 1
    found = [
        (f"{row['assumption']}: {row[end]:+g} {row['unit']}" + several * f", {row['pool']}", value)
        for row in rows
        for end, value in (("low", row["beds_low"]), ("high", row["beds_high"]))
    ]
    figure = Figure(
        f"The answer depends most on this: {rows[0]['assumption'].lower()}",
        "More beds needed in the last year, or fewer, when one assumption alone is moved",
        named_bars([Bar(name, beds, beds, beds) for name, beds in found], "Beds", across=True),
        Table(
            "What moves the answer",
            ("Assumption", "More beds needed"),
            tuple((Cell(name), number_cell(_signed(beds))) for name, beds in found),
        ),
        source_of(answered),
        tall=True,
    )
    return Section("sensitivity", "What the answer depends on", figures=(figure,))


def _taken(row: Row | None) -> str:
    if row is None or not row["mean"]:
        return "none"
    return f"{amount(row['mean'])} ({_spread(row)})"


def _futures(share: float) -> str:
    return "every future" if share == 1 else f"{percent(share)} of futures"


def _spread(row: Row) -> str:
    return spread(row["p05"], row["p95"])


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+'}{amount(abs(value))}" if round(value) else "0"


def _years_chart(rows: Sequence[Row], title: str) -> Spec:
    """Beds needed by year as a line within a band, and those held as a darker line."""
    names = ("year", "p05", "p50", "p95", "held")
    x: Spec = {
        "field": "year",
        "type": "ordinal",
        "axis": {
            "title": None,
            "labelAngle": 0,
            "values": [row["year"] for row in rows[::_LABEL_EVERY]],
        },
    }
    data = [{name: row[name] for name in names} for row in rows]
    return banded_chart(data, x, title, line=("held", 1.5))
