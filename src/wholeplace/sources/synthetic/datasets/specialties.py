"""Which specialty people are seen in: by age and sex, and by what they have.

Treatment function codes: NHS Data Model and Dictionary. Mixes are our reading of the national
outpatient statistics.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.streams import pick
from wholeplace.sources.synthetic.world import World

FUNCTIONS = (
    "100", "101", "110", "120", "130", "301", "320", "330", "340", "400",
    "410", "420", "430", "501", "502", "650", "307", "361", "370",
)  # fmt: skip
PLACE = {code: place for place, code in enumerate(FUNCTIONS)}
# Main specialty where it is not the treatment function's own code.
MAIN = {"307": "300", "650": "960", "370": "370"}
_MIXES: dict[str, dict[str, float]] = {
    "child": {"420": 0.45, "120": 0.15, "110": 0.12, "130": 0.10, "330": 0.06, "650": 0.12},
    "woman": {"501": 0.18, "502": 0.20, "110": 0.13, "330": 0.09, "301": 0.08, "120": 0.07,
              "100": 0.08, "400": 0.05, "650": 0.12},
    "adult": {"110": 0.18, "130": 0.12, "100": 0.10, "120": 0.09, "301": 0.09, "320": 0.08,
              "330": 0.09, "101": 0.08, "400": 0.05, "340": 0.05, "410": 0.04, "650": 0.13},
    "older": {"130": 0.23, "110": 0.14, "320": 0.10, "430": 0.07, "330": 0.09, "101": 0.09,
              "100": 0.07, "340": 0.07, "301": 0.06, "650": 0.08},
}  # fmt: skip
_FOR_CONDITION = {
    "cancer": ("370", 0.40),
    "diabetes": ("307", 0.16),
    "coronary_heart_disease": ("320", 0.20),
    "chronic_kidney_disease": ("361", 0.20),
    "copd": ("340", 0.20),
    "rheumatoid_arthritis": ("410", 0.45),
    "epilepsy": ("400", 0.25),
}


def specialty_of(
    world: World, rng: np.random.Generator, person: NDArray[np.int64]
) -> NDArray[np.int8]:
    """A treatment function for each visit.

    Args:
        world: The population.
        rng: Random stream.
        person: Position of the person of each visit.

    Returns:
        Positions in :data:`FUNCTIONS`.
    """
    age, sex = world.people.age[person], world.people.sex[person]
    group = np.where(age < 16, 0, np.where(age >= 65, 3, np.where((sex == 1) & (age < 50), 1, 2)))
    found = np.zeros(len(person), dtype=np.int8)
    for place, mix in enumerate(_MIXES.values()):
        chosen = group == place
        weights = np.array([mix.get(code, 0.0) for code in FUNCTIONS])
        found[chosen] = pick(rng, weights, int(chosen.sum()))
    for name, (code, share) in _FOR_CONDITION.items():
        due = world.health.has(name)[person] & (age >= 16)
        found[due & (rng.random(len(person)) < share)] = PLACE[code]
    return found
