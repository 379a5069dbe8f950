"""Hospital feeds: each provider's spells and attendances, with its own ids and its own mistakes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import (
    BIRTH,
    ELECTIVE,
    FALL,
    MATERNITY,
    Spells,
)
from wholeplace.sources.synthetic.attendances import (
    DEPARTMENTS,
    LEFT_EARLY,
    TREATED,
    Attendances,
)
from wholeplace.sources.synthetic.department_visits import NO_DIAGNOSIS, Visits, clock_times
from wholeplace.sources.synthetic.diagnoses import other_diagnoses
from wholeplace.sources.synthetic.faults import Faults, spoil_identities
from wholeplace.sources.synthetic.feeds import ExtractFolder, dates
from wholeplace.sources.synthetic.hospitals import HOSPITALS
from wholeplace.sources.synthetic.identities import local_numbers, numbered
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.procedures import operate
from wholeplace.sources.synthetic.provider_feed import (
    identity_of,
    where_columns,
    who_columns,
    write_rows,
)
from wholeplace.sources.synthetic.stated import stated_columns
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World


def write_spells(
    world: World,
    spells: Spells,
    through: NDArray[np.bool_],
    main: NDArray[np.str_],
    numbers: NDArray[np.int64],
    folder: ExtractFolder,
    faults: Faults,
    sent: NDArray[np.bool_],
) -> None:
    """Write each hospital's spells.

    Args:
        world: The population.
        spells: All admissions.
        through: Which came through an emergency department.
        main: Main diagnosis of each.
        numbers: NHS number of each person.
        folder: Extracts.
        faults: Where mistakes are written down.
        sent: For each hospital, whether its feed arrives.
    """
    done = operate(world, spells, main)
    other = other_diagnoses(world, spells, main)
    method = _methods(world, spells, through)
    destination = _destinations(world, spells)
    for place in np.flatnonzero(sent):
        hospital = HOSPITALS[place]
        rng = stream(world.seed, "spell feed", hospital.code)
        rows, ids = spells_in_order(world, spells, int(place), rng)
        identity = identity_of(world, spells.person[rows], numbers)
        spoil_identities(faults, identity, numbers, ids, rng, "hospital_spell", hospital.source)
        leaves = spells.leaves[rows].copy()
        backwards = faults.choose(rng, "discharged before admission", len(rows), leaves < NEVER)
        leaves[backwards] = spells.day[rows][backwards] - rng.integers(1, 30, len(backwards))
        uncoded = faults.choose(rng, "missing main diagnosis", len(rows))
        for kind, chosen in (
            ("discharged before admission", backwards),
            ("missing main diagnosis", uncoded),
        ):
            faults.note("hospital_spell", hospital.source, kind, ids.take(pa.array(chosen)))
        no_code = np.zeros(len(rows), dtype=bool)
        no_code[uncoded] = True
        table = pa.table(
            {
                "spell_id": ids,
                **who_columns(world, spells.person[rows], identity, hospital.code),
                "birth_date": dates(identity.birth),
                **stated_columns(
                    world, spells.person[rows], ids, faults, "hospital_spell", hospital.source
                ),
                "provider_code": pa.array(np.full(len(rows), hospital.code_among(world.areas))),
                "admission_date": dates(spells.day[rows]),
                "discharge_date": dates(np.minimum(leaves, NEVER), leaves == NEVER),
                "admission_method": pa.array(method[rows]),
                "primary_diagnosis": pa.array(main[rows], mask=no_code),
                "secondary_diagnoses": other.take(pa.array(rows)),
                "main_procedure": pa.array(done.main[rows], mask=done.main[rows] == ""),
                "main_procedure_date": dates(done.day[rows], done.day[rows] == NEVER),
                "other_procedures": done.others.take(pa.array(rows)),
                "discharge_destination": pa.array(destination[rows], mask=leaves == NEVER),
                **where_columns(world, spells.person[rows], identity),
            }
        )
        write_rows(table, folder, faults, rng, hospital.source, "hospital_spell")


def spells_in_order(
    world: World, spells: Spells, place: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], pa.Array]:
    """One hospital's spells in the order it sends them, and their ids.

    Args:
        world: The population.
        spells: All admissions.
        place: Position of the hospital.
        rng: The stream ``"spell feed"`` of the hospital, as yet unused.

    Returns:
        Position and id of each.
    """
    code = HOSPITALS[place].code
    rows = np.flatnonzero(spells.hospital == place)
    local = local_numbers(spells.person[rows], code, world.seed)
    rows = rows[np.lexsort((spells.day[rows], local))]
    return rows, numbered(f"{code}S", rng.permutation(len(rows)))


def write_attendances(
    world: World,
    attendances: Attendances,
    visits: Visits,
    numbers: NDArray[np.int64],
    folder: ExtractFolder,
    faults: Faults,
    sent: NDArray[np.bool_],
) -> None:
    """Write each hospital's emergency attendances, and what happened there.

    Other arguments as for :func:`write_spells`.

    Args:
        attendances: All attendances.
        visits: What happened in each.
    """
    for place in np.flatnonzero(sent):
        hospital = HOSPITALS[place]
        rng = stream(world.seed, "attendance feed", hospital.code)
        rows = np.flatnonzero(attendances.hospital == place)
        if not len(rows):
            continue
        local = local_numbers(attendances.person[rows], hospital.code, world.seed)
        rows = rows[np.lexsort((attendances.day[rows], local))]
        ids = numbered(f"{hospital.code}A", rng.permutation(len(rows)))
        identity = identity_of(world, attendances.person[rows], numbers)
        spoil_identities(
            faults,
            identity,
            numbers,
            ids,
            rng,
            "emergency_attendance",
            hospital.source,
            birth=False,
        )
        who = attendances.person[rows]
        stated = stated_columns(world, who, ids, faults, "emergency_attendance", hospital.source)
        untimed = np.zeros(len(rows), dtype=bool)
        untimed[faults.choose(rng, "missing departure time", len(rows))] = True
        faults.note(
            "emergency_attendance",
            hospital.source,
            "missing departure time",
            ids.filter(pa.array(untimed)),
        )
        diagnosis = visits.diagnosis[rows]
        table = pa.table(
            {
                "attendance_id": ids,
                **who_columns(world, attendances.person[rows], identity, hospital.code),
                **stated,
                "provider_code": pa.array(np.full(len(rows), hospital.code_among(world.areas))),
                "arrival_date": dates(attendances.day[rows]),
                "arrived_at": clock_times(visits.arrived[rows]),
                "departed_at": clock_times(visits.departed[rows], untimed),
                "department_type": pa.array(np.array(DEPARTMENTS)[attendances.department[rows]]),
                "discharge_status": pa.array(
                    np.where(visits.left_early[rows], LEFT_EARLY, TREATED)
                ),
                "acuity": pa.array(attendances.acuity[rows].astype("U1")),
                "chief_complaint": pa.array(visits.complaint[rows]),
                "diagnosis": pa.array(diagnosis, mask=diagnosis == NO_DIAGNOSIS),
                **where_columns(world, attendances.person[rows], identity),
            }
        )
        write_rows(table, folder, faults, rng, hospital.source, "emergency_attendance")


def _methods(world: World, spells: Spells, through: NDArray[np.bool_]) -> NDArray[np.str_]:
    """Admission method codes (NHS Data Model and Dictionary)."""
    rng = stream(world.seed, "admission methods")
    draw = rng.random(len(spells.person))
    urgent = np.where(through, "21", np.where(draw < 0.6, "22", np.where(draw < 0.9, "24", "2D")))
    planned = np.where(draw < 0.55, "11", np.where(draw < 0.85, "12", "13"))
    birth = np.where(draw < 0.9, "31", "32")
    method = np.where(spells.reason == ELECTIVE, planned, urgent)
    method = np.where(spells.reason == MATERNITY, birth, method)
    return np.where(spells.reason == BIRTH, "82", method)


def _destinations(world: World, spells: Spells) -> NDArray[np.str_]:
    """Where people went: mostly home, some to care homes, the dead to 79."""
    rng = stream(world.seed, "destinations")
    draw = rng.random(len(spells.person))
    age = world.people.age[spells.person]
    care = world.homes.care_home[spells.person]
    new_home = (age >= 80) & (spells.reason == FALL) & (draw < 0.12)
    found = np.where(care | new_home, np.where(draw < 0.06, "55", "56"), "19")
    found = np.where((draw > 0.985) & (age > 60), "51", found)
    return np.where(spells.died, "79", found)
