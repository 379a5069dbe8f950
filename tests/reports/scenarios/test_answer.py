"""One answer as a page shows it: sentences first, no number without its range, charts that hold."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import numpy as np
import pytest

from tests.web.made_flow import make_run
from wholeplace.core.errors import RunError
from wholeplace.planning.models.run_folder import prepare
from wholeplace.reports.scenarios.answer import build_answer
from wholeplace.reports.scenarios.charts import steps_of


def test_the_sentences_come_first_then_how_it_may_turn_out_then_places_and_services(
    tmp_path: Path,
) -> None:
    view = build_answer(make_run(tmp_path, "aaaa"))

    assert view.headlines[0] == "Do nothing: about 70 people wait on a day."
    assert [section.title for section in view.sections] == [
        "How it may turn out",
        "By place",
        "By service",
    ]
    assert dict(view.facts)["Seed"] == "7"
    assert dict(view.facts)["Run"] == "aaaa"


def test_every_mean_of_every_table_stands_with_a_range(tmp_path: Path) -> None:
    view = build_answer(make_run(tmp_path, "aaaa"))
    cells = [
        cell.text
        for section in view.sections[1:]
        for table in section.tables
        for row in table.rows
        for cell in row[1:]
    ]

    assert len(cells) == 2 * 2 * 3
    assert all(" to " in text for text in cells)


def test_every_chart_holds_to_the_published_schema(tmp_path: Path) -> None:
    view = build_answer(make_run(tmp_path, "aaaa"))
    figures = [figure for section in view.sections for figure in section.figures]

    assert len(figures) == 3
    for figure in figures:
        alt.Chart.from_dict(figure.spec)
        assert figure.title and figure.table.rows and figure.source


def test_few_simulated_years_are_not_drawn_as_a_distribution(tmp_path: Path) -> None:
    view = build_answer(make_run(tmp_path, "aaaa", years=5))

    assert view.sections[0].figures == ()


def test_a_run_without_an_answer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no answer yet"):
        build_answer(prepare(tmp_path, "discharge_flow", "aaaa", ""))


@pytest.mark.parametrize("values", [[], [3.0, 3.0], list(range(1_000)), [0, 0, 0, 0, 9e6]])
def test_every_value_is_in_one_of_at_most_sixteen_equal_steps(values: list[float]) -> None:
    counts, edges = steps_of(np.asarray(values, dtype=np.float64))

    assert counts.sum() == len(values)
    assert 1 <= counts.size <= 16
    assert np.allclose(np.diff(edges), np.diff(edges)[0])
