"""What stands above a scenario's form: what was filled in, why, and what could be asked instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from wholeplace.measures.release import Release
from wholeplace.places.pressure.reading import Pressure
from wholeplace.places.pressure.what_if import about
from wholeplace.planning.models.assumption import Value
from wholeplace.planning.models.model import Inputs
from wholeplace_web.flow.forms.fields import PREFIX
from wholeplace_web.flow.forms.form import ScenarioForm
from wholeplace_web.flow.rooms import Room

_SLOTS = "extra_slots"


@dataclass(frozen=True)
class Suggested:
    """What stands above a form.

    Attributes:
        filled: What a link filled in, in words; empty where nothing was.
        because: What the pressure board says of it; empty where it says nothing.
        service: What could be shared instead, and whose it is, in words.
        instead: With whom it could be shared: words and the address of that scenario.
    """

    filled: tuple[str, ...]
    because: str
    service: str
    instead: tuple[tuple[str, str], ...]


def suggested(
    room: Room,
    form: ScenarioForm,
    inputs: Inputs,
    release: Release | None,
    filled: Collection[str] = (),
) -> Suggested:
    """What stands above the form of a scenario.

    Args:
        room: The room of its model; the pressure board asks only about flow.
        form: The form.
        inputs: What it is run on.
        release: What the pressure board shows now.
        filled: Keys of assumptions that a link filled in.
    """
    words = tuple(form.changed_words(filled)) if filled else ()
    cell = _one_cell(form.changes) if room.is_flow else None
    if cell is None:
        return Suggested(words, "", "", ())
    service, place = cell
    titles, names = inputs.dimensions["service"], inputs.dimensions["place"]
    because = about(Pressure(release), service, place) if release is not None else ""
    others = [other for other in names if other != place]
    alone = [(names[other], _address(room, service, (place, other))) for other in others]
    every = [(_("all of them"), _address(room, service, tuple(names)))] if others[1:] else []
    shared = _("%(service)s of %(place)s") % {"service": titles[service], "place": names[place]}
    return Suggested(words, because, shared, (*alone, *every))


def _one_cell(changes: Mapping[str, Value]) -> tuple[str, str] | None:
    """The service and place whose slots are all that a scenario changes."""
    if len(changes) != 1:
        return None
    head, *members = next(iter(changes)).split(".")
    return (members[0], members[1]) if head == _SLOTS else None


def _address(room: Room, service: str, places: tuple[str, ...]) -> str:
    asked = [(f"{PREFIX}pooled.{service}", place) for place in places]
    return f"{room.address('new')}?{urlencode(asked)}"
