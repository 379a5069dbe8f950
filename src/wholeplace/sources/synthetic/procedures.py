"""OPCS-4 codes of admissions: the operation that a main diagnosis leads to, and the day of it.

Source: OPCS-4.10, NHS England: codes and what they stand for. How often a diagnosis leads to its
operation is our assumption.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import ELECTIVE, Spells
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

RIGHT, LEFT = "Z942", "Z943"  # side of the operation
# Main diagnosis → operation, chance in a planned stay, chance in an emergency, site (if it has one
# on either side of the body).
_OPERATIONS: dict[str, tuple[str, float, float, str]] = {
    "H269": ("C751", 0.97, 0.0, "Z861"),  # cataract: lens replaced
    "K409": ("T202", 0.95, 0.6, "Z921"),  # inguinal hernia: repaired with a mesh
    "M179": ("W401", 0.18, 0.0, "Z846"),  # arthritis of the knee: joint replaced
    "M169": ("W371", 0.22, 0.0, "Z843"),  # arthritis of the hip: joint replaced
    "K635": ("H201", 0.95, 0.0, ""),  # polyp of the colon: removed through an endoscope
    "D125": ("H201", 0.90, 0.0, ""),
    "C509": ("B282", 0.80, 0.0, "Z156"),  # breast cancer: part of the breast removed
    "N200": ("M141", 0.60, 0.2, ""),  # kidney stone: broken by shock waves
    "G560": ("A651", 0.95, 0.0, "Z095"),  # carpal tunnel: released
    "K210": ("G451", 0.95, 0.3, ""),  # reflux: looked at through an endoscope
    "Z511": ("X723", 0.98, 0.0, ""),  # chemotherapy given
    "S720": ("W461", 0.0, 0.85, "Z843"),  # broken neck of the femur: half of the hip replaced
    "S721": ("W241", 0.0, 0.85, "Z761"),  # broken femur below it: fixed with a nail
    "S525": ("W262", 0.0, 0.55, "Z701"),  # broken wrist: set
    "S422": ("W201", 0.0, 0.30, "Z691"),  # broken upper arm: plated
    "S826": ("W201", 0.0, 0.45, "Z771"),  # broken ankle: plated
    "I214": ("K751", 0.0, 0.60, ""),  # heart attack: artery opened and stented
    "K359": ("H011", 0.0, 0.85, ""),  # appendicitis: appendix removed
    "K802": ("J183", 0.0, 0.35, ""),  # gallstones: gallbladder removed
    "K029": ("F104", 0.97, 0.0, ""),  # decayed teeth: several taken out
    "O800": ("R249", 1.0, 1.0, ""),  # birth without help
    "O810": ("R212", 1.0, 1.0, ""),  # birth with forceps
    "O820": ("R172", 1.0, 1.0, ""),  # planned caesarean
    "O420": ("R182", 0.5, 0.5, ""),  # waters broke early: emergency caesarean
}


@dataclass(frozen=True)
class Procedures:
    """One entry per admission.

    Attributes:
        main: OPCS-4 code of the main operation; empty for none.
        day: Day of it; NEVER for none.
        others: Site and side of it, joined by a semicolon; null for none.
    """

    main: NDArray[np.str_]
    day: NDArray[np.int64]
    others: pa.Array


def operate(world: World, spells: Spells, diagnosis: NDArray[np.str_]) -> Procedures:
    """Draws the operation of each admission, done in the first days of the stay.

    Args:
        world: The population.
        spells: Admissions.
        diagnosis: Main diagnosis of each.

    Returns:
        Operations, none after the stay or after the last day known.
    """
    rng = stream(world.seed, "procedures")
    codes, which = np.unique(diagnosis, return_inverse=True)
    nothing = ("", 0.0, 0.0, "")
    table = [_OPERATIONS.get(str(code), nothing) for code in codes]
    chances = np.array([(planned, urgent) for _, planned, urgent, _ in table])
    urgent = (spells.reason != ELECTIVE).astype(np.int64)
    done = rng.random(len(which)) < chances[which, urgent]
    wait = np.where(urgent == 1, rng.integers(0, 3, len(which)), 0)
    last = np.minimum(np.where(spells.leaves == NEVER, world.last, spells.leaves), world.last)
    day = np.minimum(spells.day + wait, np.maximum(last, spells.day))
    left = rng.random(len(which)) < 0.5
    named = pa.array([_site(site, side) for *_, site in table for side in (RIGHT, LEFT)])
    return Procedures(
        main=np.where(done, np.array([row[0] for row in table])[which], ""),
        day=np.where(done, day, NEVER),
        others=named.take(pa.array(2 * which + left, mask=~done)),
    )


def _site(site: str, side: str) -> str | None:
    return f"{site};{side}" if site else None
