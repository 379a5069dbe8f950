"""Saved scenarios as a list shows them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from wholeplace.core.calendar import in_words
from wholeplace.core.errors import WholeplaceError
from wholeplace_web.flow.answers import answer_of
from wholeplace_web.flow.forms.form import held_form
from wholeplace_web.flow.model_here import flow_model, inputs_of
from wholeplace_web.flow.models import Scenario
from wholeplace_web.flow.running.standing import Standing, standing

_MOST_CHANGES = 4


@dataclass(frozen=True)
class Saved:
    """A saved scenario on a list.

    Attributes:
        scenario: The scenario.
        created: The day it was saved, in words.
        standing: How its run stands.
        changes: What it changes, in words; the last says how many more there are.
        headline: Its answer in a sentence; empty where there is none.
        ticked: Whether it is chosen for a comparison.
    """

    scenario: Scenario
    created: str
    standing: Standing
    changes: tuple[str, ...]
    headline: str
    ticked: bool


def saved_scenarios(ticked: Collection[str] = ()) -> list[Saved]:
    """Every scenario that was not taken off the list, the latest first.

    Args:
        ticked: Runs chosen for a comparison.
    """
    return [_saved(scenario, ticked) for scenario in Scenario.objects.filter(removed=None)]


def _saved(scenario: Scenario, ticked: Collection[str]) -> Saved:
    now = standing(scenario)
    headline = answer_of(now.folder).headlines[0] if now.folder and now.answered else ""
    return Saved(
        scenario,
        in_words(timezone.localtime(scenario.created).date()),
        now,
        _changes(scenario),
        headline,
        scenario.run_id in ticked,
    )


def _changes(scenario: Scenario) -> tuple[str, ...]:
    """What a scenario changes, in words; nothing where what it is run on is gone."""
    try:
        form = held_form(flow_model(), inputs_of(scenario.inputs), scenario)
    except WholeplaceError:
        return ()
    changes = list(form.changed_words())
    more = len(changes) - _MOST_CHANGES
    return (*changes[:_MOST_CHANGES], *([f"and {more} more"] if more > 0 else []))
