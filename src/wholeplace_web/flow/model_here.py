"""The flow model, and what it is run on in this installation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from wholeplace.core.errors import WholeplaceError
from wholeplace.core.registry import Registry
from wholeplace.planning.flow.inputs import situation_here
from wholeplace.planning.models.model import Inputs, Model, Template, Values
from wholeplace.planning.models.ordering import order
from wholeplace.planning.models.run_folder import RunFolder
from wholeplace.planning.models.scenario import Scenario as Asked
from wholeplace.planning.models.scenario import parse_scenario
from wholeplace_web.flow.forms.form import scenario_text
from wholeplace_web.flow.models import Scenario
from wholeplace_web.installation import installation

LANDED, EXAMPLE = "", "example"
BLANK = "blank"
_NAME = "discharge_flow"


@dataclass(frozen=True)
class RunOn:
    """What new scenarios are run on here.

    Attributes:
        name: What a scenario file says of it: empty for landed data.
        inputs: The inputs.
        why_not_landed: Why landed data cannot be used; empty where they are.
    """

    name: str
    inputs: Inputs
    why_not_landed: str = ""


@cache
def flow_model() -> Model:
    """The model of flow out of hospital, by the installation's own definitions."""
    settings = installation()
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    return registry.get(Model, _NAME)


def run_on() -> RunOn:
    """What new scenarios are run on: landed data, or else the invented example that ships."""
    try:
        return RunOn(LANDED, inputs_of(LANDED))
    except WholeplaceError as error:
        return RunOn(EXAMPLE, inputs_of(EXAMPLE), f"{error.problem} {error.remedy}".strip())


def inputs_of(name: str) -> Inputs:
    """Inputs by the name a scenario gives them.

    Raises:
        WholeplaceError: If there are none, or they cannot be used.
    """
    settings = installation()
    return situation_here(settings.data_folder, name, near=settings.data_folder)


def templates() -> tuple[Template, ...]:
    """What a scenario can start from."""
    blank = Template(BLANK, _("One of your own"), _("Nothing is changed yet: you choose what."))
    return (*flow_model().templates, blank)


def template_named(name: str) -> Template | None:
    """A template by its name; the blank one for no name, None for a name that is not known."""
    return next((one for one in templates() if one.name == (name or BLANK)), None)


def changes_of(template: Template, inputs: Inputs) -> Values:
    """What a template changes, for each place and service it means."""
    model = flow_model()
    asked = Asked("", "", model.name, template.title, changes=template.changes)
    values = asked.values(model, inputs)
    known = model.expanded(inputs)
    return {key: value for key, value in values.items() if value != known[key].default}


def order_run(scenario: Scenario) -> RunFolder:
    """The folder of the run that answers a scenario.

    Raises:
        WholeplaceError: If its inputs are missing, or it asks what the model does not know.
    """
    asked = parse_scenario(scenario_text(scenario), scenario.name)
    inputs = inputs_of(scenario.inputs)
    return order(flow_model(), inputs, asked, installation().data_folder)


def is_stale(scenario: Scenario, run: RunFolder) -> bool:
    """Whether the data or the model have changed since a run answered."""
    said = run.result()
    try:
        inputs = inputs_of(scenario.inputs)
    except WholeplaceError:
        return True
    return (said["version"], said["inputs_id"]) != (flow_model().version, inputs.fingerprint)
