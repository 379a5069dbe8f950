"""Rooms: one for each model, with its addresses, what it is run on here, and where it begins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from wholeplace.core.errors import WholeplaceError
from wholeplace.core.registry import Registry
from wholeplace.planning.models.model import Inputs, Model, Template, Values
from wholeplace.planning.models.ordering import order
from wholeplace.planning.models.run_folder import RunFolder
from wholeplace.planning.models.scenario import Scenario as Asked
from wholeplace.planning.models.scenario import parse_scenario
from wholeplace_web.flow.forms.form import scenario_text
from wholeplace_web.flow.models import FLOW, Scenario
from wholeplace_web.installation import installation

LANDED, EXAMPLE = "", "example"
BLANK = "blank"


@dataclass(frozen=True)
class RunOn:
    """What new scenarios are run on here.

    Attributes:
        name: What a scenario file says of it: empty for the installation's own.
        inputs: The inputs.
        why_not_own: Why the installation has none of its own; empty where it has.
    """

    name: str
    inputs: Inputs
    why_not_own: str = ""


@dataclass(frozen=True)
class Room:
    """The pages of one model.

    Attributes:
        model: The model, by the installation's own definitions.
    """

    model: Model

    @property
    def is_flow(self) -> bool:
        """Whether this is the room of flow out of hospital, whose addresses begin with /flow."""
        return self.model.name == FLOW

    def address(self, page: str = "", **named: object) -> str:
        """The address of a page of the room.

        Args:
            page: Its name, without the room's; empty for the room itself.
            named: Parts of the address.
        """
        if self.is_flow:
            return reverse(f"flow-{page}" if page else "flow", kwargs=named)
        kwargs = {"model": self.model.name, **named}
        return reverse(f"model-{page}" if page else "model", kwargs=kwargs)

    def run_on(self) -> RunOn:
        """What new scenarios are run on: the installation's own, or the example that ships."""
        try:
            return RunOn(LANDED, self.inputs_of(LANDED))
        except WholeplaceError as error:
            why = f"{error.problem} {error.remedy}".strip()
            return RunOn(EXAMPLE, self.inputs_of(EXAMPLE), why)

    def inputs_of(self, name: str) -> Inputs:
        """Inputs by the name a scenario gives them.

        Raises:
            WholeplaceError: If there are none, or they cannot be used.
        """
        folder = installation().data_folder
        inputs: Inputs = self.model.find(folder, name, folder)
        return inputs

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """What a scenario can start from."""
        blank = Template(BLANK, _("One of your own"), _("Nothing is changed yet: you choose what."))
        return (*self.model.templates, blank)

    @property
    def unchanged(self) -> Template:
        """What the others are compared with: the first template that changes nothing."""
        return next(one for one in self.templates if not one.changes)

    def template_named(self, name: str) -> Template | None:
        """A template by its name; the blank one for no name, None for one that is not known."""
        return next((one for one in self.templates if one.name == (name or BLANK)), None)

    def changes_of(self, template: Template, inputs: Inputs) -> Values:
        """What a template changes, for each member of a dimension that it means."""
        asked = Asked("", "", self.model.name, template.title, changes=template.changes)
        values = asked.values(self.model, inputs)
        known = self.model.expanded(inputs)
        return {key: value for key, value in values.items() if value != known[key].default}

    def order_run(self, scenario: Scenario) -> RunFolder:
        """The folder of the run that answers a scenario.

        Raises:
            WholeplaceError: If its inputs are missing, or it asks what the model does not know.
        """
        asked = parse_scenario(scenario_text(scenario), scenario.name)
        inputs = self.inputs_of(scenario.inputs)
        return order(self.model, inputs, asked, installation().data_folder)

    def is_stale(self, scenario: Scenario, run: RunFolder) -> bool:
        """Whether the data or the model have changed since a run answered."""
        said = run.result()
        try:
            inputs = self.inputs_of(scenario.inputs)
        except WholeplaceError:
            return True
        return (said["version"], said["inputs_id"]) != (self.model.version, inputs.fingerprint)


@cache
def rooms() -> tuple[Room, ...]:
    """Every model of the installation's definitions, flow first, then by title."""
    settings = installation()
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    found = (Room(model) for model in registry.all(Model))
    return tuple(sorted(found, key=lambda room: (not room.is_flow, room.model.title)))


def room_of(model: str) -> Room:
    """The room of a model.

    Raises:
        Http404: If the installation has no such model.
    """
    found = next((room for room in rooms() if room.model.name == model), None)
    if found is None:
        raise Http404(_("There is no such model here."))
    return found
