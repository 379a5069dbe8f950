"""The whole form of a scenario: its name, how carefully it is run, and its assumptions."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from wholeplace.planning.models.assumption import Value
from wholeplace.planning.models.model import Inputs, Model
from wholeplace.planning.models.scenario import SEED
from wholeplace.reports.scenarios.words import said_together
from wholeplace_web.flow.forms.fields import PREFIX, Part, in_words, parts_of
from wholeplace_web.flow.models import Scenario

LONGEST_NAME = 100
CARE = ("quick", "usual", "careful")
"""How carefully a scenario may be run, in the order of a model's numbers of replications."""
USUAL = 1
RESET, WITH_NOTHING = "reset", "with-nothing"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class ScenarioForm:
    """What a form of a scenario holds, and what is wrong with it.

    Attributes:
        name: What the scenario is to be called.
        replications: How many times the period is simulated.
        parts: The assumptions.
        with_nothing: Whether changing nothing is to be run too, to compare with.
        unchanged: What a scenario that changes nothing is called.
        problems: Id of a control → what is wrong with it, in the form's order.
    """

    name: str
    replications: int
    parts: tuple[Part, ...]
    with_nothing: bool = True
    unchanged: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def changes(self) -> dict[str, Value]:
        """Key of an assumption → its value, only where it differs from the default."""
        fields = (one for part in self.parts for one in part.fields)
        return {one.assumption.key: one.value for one in fields if one.changed}

    @property
    def groups(self) -> dict[str, list[Part]]:
        """Group of assumptions → its parts, in the model's order."""
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            found.setdefault(part.group, []).append(part)
        return found

    def changed_words(self, among: Collection[str] = ()) -> Iterator[str]:
        """What differs from the default, each in words; of some keys only where any are given."""
        fields = (one for part in self.parts for one in part.fields if one.changed)
        return said_together(
            (one.assumption.title, in_words(one))
            for one in fields
            if not among or one.assumption.key in among
        )

    @property
    def called(self) -> str:
        """The name, or else what is changed."""
        changes = list(self.changed_words())
        if self.name or not changes:
            return self.name or self.unchanged
        more = _(", and %(num)s more") % {"num": len(changes) - 1} if changes[1:] else ""
        return changes[0][: LONGEST_NAME - len(more)] + more


def held_form(model: Model, inputs: Inputs, scenario: Scenario) -> ScenarioForm:
    """The form of a scenario that is saved, or about to be.

    A name that only says what is changed is left out, so that it goes on saying so.
    """
    parts = tuple(parts_of(model, inputs, values=with_tuples(scenario.changes)))
    unnamed = ScenarioForm("", scenario.replications, parts, unchanged=model.unchanged)
    return unnamed if unnamed.called == scenario.name else replace(unnamed, name=scenario.name)


def sent_form(model: Model, inputs: Inputs, sent: QueryDict) -> ScenarioForm:
    """The form as it was sent; where a reset was pressed, that assumption has its default again."""
    typed = {name: sent.getlist(name) for name in sent}
    parts = tuple(parts_of(model, inputs, typed=typed))
    if RESET in sent:
        defaults = {one.name: one for part in parts_of(model, inputs) for one in part.fields}
        if sent[RESET] in defaults:
            typed[sent[RESET]] = list(defaults[sent[RESET]].typed)
            parts = tuple(parts_of(model, inputs, typed=typed))
    name = _UNSEEN.sub(" ", sent.get("name", "")).strip()
    too_long = _("The name must be %(most)s letters or fewer") % {"most": LONGEST_NAME}
    problems = {"name": too_long} if len(name) > LONGEST_NAME else {}
    problems |= {one.name: one.problem for part in parts for one in part.fields if one.problem}
    care = sent.get("care", "")
    replications = model.replications[CARE.index(care) if care in CARE else USUAL]
    with_nothing = WITH_NOTHING in sent
    return ScenarioForm(name, replications, parts, with_nothing, model.unchanged, problems)


def prefilled(model: Model, inputs: Inputs, query: QueryDict) -> dict[str, Value]:
    """What an address says of assumptions, so that other pages can begin a scenario.

    Args:
        model: The model.
        inputs: What it is run on.
        query: Such as ``a.extra_slots.reablement.fenland=10``; what is not understood is left out.
    """
    typed = {name: query.getlist(name) for name in query if name.startswith(PREFIX)}
    parts = parts_of(model, inputs, typed=typed)
    fields = (one for part in parts for one in part.fields)
    said = (one for one in fields if one.name in typed and not one.problem)
    return {one.assumption.key: one.value for one in said}


def with_tuples(changes: Mapping[str, Value | list[str]]) -> dict[str, Value]:
    """Changes as the database gives them back, with lists as the tuples they were."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in changes.items()}


def scenario_text(scenario: Scenario) -> str:
    """A saved scenario as the file that the command line runs.

    A TOML basic string is written as JSON is; names hold no characters that TOML refuses.
    """
    lines = [
        f"model = {_quoted(scenario.model)}",
        f"title = {_quoted(scenario.name)}",
        *([f"inputs = {_quoted(scenario.inputs)}"] if scenario.inputs else []),
        f"seed = {scenario.seed}",
        f"replications = {scenario.replications}",
        *(f"{key} = {_quoted(scenario.changes[key])}" for key in sorted(scenario.changes)),
    ]
    return "\n".join(lines) + "\n"


def new_scenario(
    model: Model, name: str, template: str, inputs: str, changes: Mapping[str, Value] | None = None
) -> Scenario:
    """A scenario that nobody has saved yet.

    Args:
        model: The model it is asked of.
        name: What it is called.
        template: What it starts from.
        inputs: What it is run on; empty is the installation's own.
        changes: What it changes.
    """
    return Scenario(
        model=model.name,
        name=name,
        template=template,
        inputs=inputs,
        changes=dict(changes or {}),
        replications=model.replications[USUAL],
        seed=SEED,
    )


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
