"""The discharge flow model: who waits in hospital for care elsewhere, why, and what would help."""

from __future__ import annotations

from wholeplace.definitions.models.discharge_costs import COSTS
from wholeplace.definitions.models.discharge_levers import DTOC_PAPER, LEVERS
from wholeplace.definitions.models.discharge_templates import TEMPLATES
from wholeplace.planning.flow.answering import answer
from wholeplace.planning.flow.folder import read_folder
from wholeplace.planning.flow.folder_tables import COLUMNS
from wholeplace.planning.flow.inputs import situation_here
from wholeplace.planning.flow.outputs import OUTPUTS
from wholeplace.planning.models.model import InputTable, Model, Validation, Vary

_SOURCE = "The partnership's own records; the example is invented"
_HOLDS = {
    "services": "How long each service, its process delay and the hospital stay before it last",
    "demand": "People who become ready for each service, and are referred to it from home",
    "catchments": "Which hospitals the people of each place leave",
    "slots": "How many people each service can have at once, and whom it can take",
    "asks": "What people need that only some slots can meet",
    "lengths": "Lengths of stay themselves, those not over too; they replace median and mean",
    "ready_by_day": "People who became ready each day; they replace the yearly demand",
}
_OPTIONAL = ("asks", "lengths", "ready_by_day")

DISCHARGE_FLOW = Model(
    name="discharge_flow",
    title="Discharge flow",
    question="How many people wait in hospital for care elsewhere, why, and what would change it?",
    doc="People are found ready to leave hospital in bunches. Each is assessed and funded, which "
    "takes days and no slot; then waits, in the hospital bed, until a slot of the service starts "
    "that serves their place and may take them: it meets what they need, and takes people from "
    "their hospital. Who goes home without support waits for the first part only. People referred "
    "from home wait for the same slots. A year is simulated again and again with people drawn "
    "anew; every scenario meets the same people, so that what differs is the scenario and not "
    "luck.",
    source=DTOC_PAPER,
    inputs=tuple(
        InputTable(name, _HOLDS[name], columns, _SOURCE, needed=name not in _OPTIONAL)
        for name, columns in COLUMNS.items()
    ),
    assumptions=(*LEVERS, *COSTS),
    outputs=OUTPUTS,
    validation=(
        Validation(
            "Six services with exponential stays wait as Erlang's C formula says.",
            "tests/planning/simulation",
        ),
        Validation(
            "A full line of two stations with blocking passes as many people as theory says.",
            "tests/planning/simulation",
        ),
        Validation(
            "On invented discharges no service is over 97 % full on average, and people delayed "
            "still swing several-fold: what the partnership found in 2019.",
            "tests/planning/flow/test_the_published_finding.py",
        ),
        Validation(
            "Stays drawn from a known distribution, some not over, are found again.",
            "tests/planning/flow/test_lengths.py",
        ),
        Validation(
            "With landed data it is held against the delay counted, and says so where it is off "
            "by a quarter.",
            "tests/planning/flow/test_landed.py",
        ),
    ),
    sensitivity=(
        Vary("admissions_change", "People who come to need care", -5, 5, "%"),
        Vary("shorter_stays", "Lengths of stay in services", 10, -10, "% shorter"),
        Vary("faster_assessment", "Process delay", 25, -25, "% shorter"),
        Vary("faster_choice", "Time people and families take to choose", 25, -25, "% shorter"),
        Vary("open_eligibility", "Slots open to every request", 0, 25, "% of restricted slots"),
        Vary("smoother_discharges", "People ready at an even pace", 0, 25, "% of people"),
        Vary("home_first", "Home first", 0, 5, "% of people bound for a bed or home"),
    ),
    templates=TEMPLATES,
    not_in_it="People who leave hospital without care arranged, unless the inputs count them; "
    "people who die or fall ill again while they wait; carers who leave; prices that rise when "
    "more is bought. A delayed day frees a bed, not money.",
    command="flow",
    read=read_folder,
    find=situation_here,
    run=answer,
)
