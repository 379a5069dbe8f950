"""Saved scenarios as a list shows them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone

from wholeplace.core.calendar import in_words
from wholeplace.core.errors import WholeplaceError
from wholeplace.reports.scenarios.comparison import FEWEST, MOST
from wholeplace_web.flow.answers import answer_of
from wholeplace_web.flow.forms.fields import parts_of
from wholeplace_web.flow.forms.form import ScenarioForm, with_tuples
from wholeplace_web.flow.models import Scenario
from wholeplace_web.flow.rooms import Room, room_of
from wholeplace_web.flow.running.standing import Standing, standing

_MOST_CHANGES = 4
_MOST_LISTED = 40
_REMEMBERED = 512


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


def saved_scenarios(
    room: Room, ticked: Collection[str] | None = None, *, every: bool = False
) -> list[Saved]:
    """Scenarios of a model that were not taken off the list, the latest first.

    Args:
        room: The model's room.
        ticked: Runs chosen for a comparison; by default those a reader most likely wants.
        every: Whether to list all of them, or only the latest and those chosen.
    """
    kept = list(Scenario.objects.filter(removed=None, model=room.model.name))
    latest = kept[:_MOST_LISTED]
    chosen = comparable(latest) if ticked is None else ticked
    listed = kept if every else latest
    listed += [one for one in kept[len(listed) :] if one.run_id in chosen]
    return [_saved(scenario, chosen) for scenario in listed]


def comparable(scenarios: Iterable[Scenario]) -> list[str]:
    """The runs a reader most likely wants side by side: the latest, and doing nothing.

    Args:
        scenarios: Scenarios, the latest first.

    Returns:
        Runs of the same model on the same data with the same seed and as many years: at most as
        many as compare; none where there are not two.
    """
    stand = [(one, standing(one)) for one in scenarios]
    keys: dict[str, tuple[str, ...]] = {}
    nothing: list[str] = []
    for scenario, now in stand:
        if now.folder is not None and now.state == "done" and scenario.run_id not in keys:
            keys[scenario.run_id] = answer_of(now.folder).met
            nothing += [] if scenario.changes else [scenario.run_id]
    latest = next(iter(keys.values()), ())
    alike = [run_id for run_id, met in keys.items() if met == latest]
    beside = [run_id for run_id in alike if run_id in nothing][:1]
    others = [run_id for run_id in alike if run_id not in nothing][: MOST - len(beside)]
    found = [*beside, *others]
    return found if len(found) >= FEWEST else []


def beside(scenario: Scenario) -> list[str]:
    """The runs to put beside a scenario's answer, its own among them; none where there are none."""
    kept = Scenario.objects.filter(removed=None, model=scenario.model).exclude(pk=scenario.pk)
    return comparable([scenario, *kept])


def nothing_known(room: Room, scenario: Scenario) -> bool:
    """Whether what happens if nothing changes is known, or worked out now, from today's data.

    Args:
        room: The room of the scenario's model.
        scenario: A scenario that it is to be compared with.
    """
    stand = ((one, standing(one)) for one in nothing_like(scenario))
    return any(
        now.at_work
        or (now.answered and now.folder is not None and not room.is_stale(one, now.folder))
        for one, now in stand
    )


def nothing_like(scenario: Scenario) -> list[Scenario]:
    """Saved scenarios that change nothing and are otherwise the same as one that does."""
    alike = Scenario.objects.filter(
        removed=None,
        model=scenario.model,
        inputs=scenario.inputs,
        replications=scenario.replications,
        seed=scenario.seed,
    ).exclude(pk=scenario.pk)
    return [one for one in alike if not one.changes]


def _saved(scenario: Scenario, ticked: Collection[str]) -> Saved:
    now = standing(scenario)
    headline = answer_of(now.folder).headlines[0] if now.folder and now.answered else ""
    return Saved(
        scenario,
        in_words(timezone.localtime(scenario.created).date()),
        now,
        _changes(scenario.model, scenario.inputs, json.dumps(scenario.changes)),
        headline,
        scenario.run_id in ticked,
    )


@lru_cache(_REMEMBERED)
def _changes(model: str, inputs: str, changes: str) -> tuple[str, ...]:
    """What a scenario changes, in words; nothing where what it is run on is gone.

    Args:
        model: Its model.
        inputs: The name of what it is run on.
        changes: Its changes as JSON.
    """
    try:
        values, room = with_tuples(json.loads(changes)), room_of(model)
        parts = tuple(parts_of(room.model, room.inputs_of(inputs), values=values))
    except WholeplaceError:
        return ()
    said = list(ScenarioForm("", 0, parts).changed_words())
    more = len(said) - _MOST_CHANGES
    return (*said[:_MOST_CHANGES], *([f"and {more} more"] if more > 0 else []))
