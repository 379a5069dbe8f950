"""What a page shows of one answer: sentences, how it may turn out, by place and by service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from wholeplace.places.charts import Row as Bar
from wholeplace.places.charts import interval_chart
from wholeplace.places.figures import Cell, Figure, Section, Table, number_cell
from wholeplace.places.wording import begun, percent
from wholeplace.planning.models.run_folder import RunFolder
from wholeplace.reports.scenarios.charts import spread_chart, steps_of
from wholeplace.reports.scenarios.further import days_figure, flow_sections
from wholeplace.reports.scenarios.long_range import long_range_sections
from wholeplace.reports.scenarios.reading import Answered, Row, read_answer
from wholeplace.reports.scenarios.tables import (
    divided_table,
    source_of,
    titled,
    whole_table,
    with_range,
)
from wholeplace.reports.scenarios.words import amount, over_words, spread

_FEWEST_YEARS = 10
MORE: dict[str, Callable[[Answered], Iterator[Section]]] = {
    "discharge_flow": flow_sections,
    "long_range_beds": long_range_sections,
}
"""Model → what its answers say beyond figures; a model without has tables to take away."""


@dataclass(frozen=True)
class AnswerView:
    """One answer, for a page.

    Attributes:
        answered: The run.
        headlines: The answer in sentences.
        warnings: What a reader must know of the inputs.
        sections: Charts and tables.
        facts: What makes the answer reproducible: label and words.
    """

    answered: Answered
    headlines: tuple[str, ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...]

    @property
    def met(self) -> tuple[str, ...]:
        """What the people it met depend on: answers alike in this can be compared fairly."""
        keys = ("model", "version", "inputs_id", "seed", "asked")
        return tuple(str(self.answered.result[key]) for key in keys)


def build_answer(run: RunFolder) -> AnswerView:
    """What a page shows of an answered run.

    Raises:
        RunError: If it has no answer.
    """
    answered = read_answer(run)
    said = answered.result
    return AnswerView(
        answered,
        (said["headline"], *said["sentences"]),
        tuple(said["warnings"]),
        tuple(_sections(answered)),
        facts_of(answered),
    )


def facts_of(answered: Answered) -> tuple[tuple[str, str], ...]:
    """What makes an answer reproducible."""
    said = answered.result
    return (
        ("Worked out from", said["inputs"]),
        (begun(answered.futures), f"{said['replications']:,} of {said['asked']:,} asked for"),
        ("Seed", str(said["seed"])),
        ("Run", said["run_id"]),
        ("Version of the model", said["version"]),
    )


def _sections(answered: Answered) -> Iterator[Section]:
    first = answered.whole()[0]
    yield Section(
        "turn-out",
        "How it may turn out",
        figures=tuple(filter(None, (days_figure(answered, first), _futures(answered, first)))),
        tables=(whole_table(answered, "The whole system"),),
        notes=(
            f"Each of the {answered.futures} draws anew whatever is left to chance. The 95% limits "
            "say how well the average is known; what may happen holds nine in ten.",
        ),
    )
    for divided_by, words in answered.divisions.items():
        if answered.names(divided_by):
            caption = f"Every figure by {words}"
            yield Section(
                f"by-{divided_by}",
                f"By {words}",
                figures=(_divided(answered, divided_by, begun(words)),),
                tables=(divided_table(answered, divided_by, begun(words), caption),),
            )
    if answered.result["model"] in MORE:
        yield from MORE[answered.result["model"]](answered)


def _futures(answered: Answered, about: Row) -> Figure | None:
    """How often replications turn out as they do, for the first figure."""
    values = answered.replications(about["name"])
    if values.size < _FEWEST_YEARS:
        return None
    counts, edges = steps_of(values)
    rows = tuple(
        (
            Cell(spread(float(low), float(high), about["unit"])),
            number_cell(percent(float(count) / values.size)),
        )
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    )
    low, high = (float(value) for value in np.quantile(values, (0.05, 0.95)))
    nine = f"{spread(low, high, about['unit'])} {about['unit']}"
    return Figure(
        f"Nine in ten of the {answered.futures}: {nine}",
        f"{titled(about)}, the mean of each",
        spread_chart(values, titled(about), f"Share of {answered.futures}"),
        Table(f"Share of {answered.futures}", (titled(about), "Share"), rows),
        source_of(answered),
    )


def _divided(answered: Answered, divided_by: str, heading: str) -> Figure:
    """The first figure that is divided so, each place or service with what may happen."""
    name = answered.names(divided_by)[0]
    found = (answered.figure(name, **{divided_by: one}) for one in answered.members(divided_by))
    rows = [row for row in found if row is not None and row["mean"] is not None]
    least, most = (pick(rows, key=lambda row: row["mean"]) for pick in (min, max))
    bars = [Bar(begun(row[divided_by]), row["mean"], row["low"], row["high"]) for row in rows]
    table = tuple((Cell(begun(row[divided_by])), number_cell(with_range(row))) for row in rows)
    what = over_words(most["over"])
    ends = [f"{amount(row['mean'], row['unit'])} ({row[divided_by]})" for row in (least, most)]
    return Figure(
        f"From {ends[0]} to {ends[1]} on average",
        f"{titled(most)}; lines are what {what} may bring",
        interval_chart(bars, number_format=",~f", title=begun(most["unit"])),
        Table(titled(most), (heading, f"On average ({what})"), table),
        source_of(answered),
    )
