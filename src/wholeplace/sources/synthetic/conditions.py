"""The conditions planted: how each rises with age, differs by sex and deprivation, and lasts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets

BAND_STARTS = np.array([0, 5, 10, 15, 18, *range(20, 91, 5)])
BANDS = len(BAND_STARTS)
_MIDDLES = np.append((BAND_STARTS[:-1] + BAND_STARTS[1:]) / 2, 93.0)
_KNOTS = np.array([2, 10, 20, 30, 40, 50, 60, 70, 80, 92])


@dataclass(frozen=True)
class Condition:
    """One planted condition.

    Args:
        name: Condition name, as in the pipeline's person table.
        share: Target share of registered people; of adults if ``adults``; 0 if by district.
        source: Where the target is published.
        shape: Percent with the condition at ages 2, 10, 20, … 80, 92: a shape, not a level
            (levels are solved). Our reading of QOF and Health Survey for England age patterns.
        women: Added log odds for women.
        slope: Added log odds for each national fifth more deprived: the planted gradient.
        loading: Weight of the person's frailty, relative to the other conditions.
        years: Mean years since diagnosis among people who have it.
        from_age: Youngest age at which it is diagnosed.
        adults: Whether the target is a share of people aged 18 and over.
        counted_from: Youngest age that the register counts.
    """

    name: str
    share: float
    source: str
    shape: tuple[float, ...]
    women: float
    slope: float
    loading: float
    years: float
    from_age: int = 0
    adults: bool = False
    counted_from: int = 0

    @property
    def title(self) -> str:
        """The name as written."""
        if self.name == "copd":
            return "COPD"
        words = self.name.removesuffix("_tia").replace("_", " ").capitalize()
        return words + " TIA" if self.name.endswith("_tia") else words

    @property
    def by_district(self) -> dict[str, float]:
        """Published percent by district, empty where only the system's is published."""
        return targets.DISTRICT_PREVALENCE.get(self.name, {})

    def log_odds(self) -> NDArray[np.float64]:
        """Log odds by age band before the level is solved; 0 % below ``from_age``."""
        shape = np.maximum(np.array(self.shape), 1e-4) / 100
        curve = np.interp(_MIDDLES, _KNOTS, np.log(shape / (1 - shape)))
        return np.where(self.from_age <= BAND_STARTS, curve, -40.0)


JFP = "Joint Forward Plan 2023"
JHWS = "Joint Health and Wellbeing Strategy 2020, by district, 2017/18"
QOF = "QOF 2020/21, Cambridgeshire and Peterborough"
JUDGEMENT = "no figure held; our assumption"

CONDITIONS: tuple[Condition, ...] = (
    Condition(
        "hypertension", 0.099, JFP, (0.001, 0.001, 0.1, 0.6, 2.5, 8, 18, 30, 42, 48),
        -0.05, 0.07, 0.9, 9, 18,
    ),
    Condition(
        "diabetes", 0.050, JFP + " (3.6 to 6.0 %), level of QOF 2020/21",
        (0.05, 0.2, 0.6, 1.2, 2.8, 6, 10, 15, 17, 13), -0.30, 0.18, 0.8, 9,
        counted_from=17,
    ),
    Condition(
        "coronary_heart_disease", 0.0385, JFP + " (3.6 to 6.0 %)",
        (1e-4, 1e-4, 0.01, 0.05, 0.4, 1.8, 5, 11, 18, 22), -0.70, 0.15, 1.0, 9, 25,
    ),
    Condition(
        "stroke_or_tia", 0.0151, QOF, (0.01, 0.02, 0.05, 0.12, 0.4, 1, 2.5, 6, 11, 16),
        -0.20, 0.13, 0.9, 7,
    ),
    Condition(
        "heart_failure", 0.0080, QOF, (0.005, 0.01, 0.02, 0.04, 0.1, 0.3, 0.9, 2.5, 6.5, 13),
        -0.35, 0.16, 1.2, 4.5, 18,
    ),
    Condition(
        "atrial_fibrillation", 0.0192, QOF, (1e-3, 1e-3, 0.03, 0.08, 0.2, 0.7, 2.2, 6.5, 14, 22),
        -0.40, 0.04, 0.9, 6.5, 18,
    ),
    Condition(
        "copd", 0.0174, QOF, (1e-3, 1e-3, 0.01, 0.1, 0.5, 1.6, 3.8, 6.8, 8, 6.5),
        -0.10, 0.33, 0.9, 8, 30,
    ),
    Condition(
        "asthma", 0.0580, JFP + " (3.6 to 6.0 %), level of QOF 2020/21",
        (1, 5, 7, 6, 6, 6, 6, 6.5, 6, 4.5), 0.15, 0.06, 0.45, 14, 2,
        counted_from=6,
    ),
    Condition(
        "chronic_kidney_disease", 0.0196, QOF, (1e-3, 1e-3, 0.05, 0.15, 0.4, 1, 2.5, 7, 17, 30),
        0.15, 0.08, 1.0, 7, 18,
    ),
    Condition(
        "cancer", 0.0400, JFP + " (3.6 to 6.0 %)",
        (0.1, 0.2, 0.3, 0.7, 1.6, 3.5, 7, 13, 18, 18), 0.10, -0.01, 0.5, 7,
    ),
    Condition(
        "dementia", 0.0, JHWS, (1e-4, 1e-4, 1e-4, 1e-4, 0.01, 0.05, 0.2, 1.2, 6, 18),
        0.25, 0.06, 0.8, 3.5, 40,
    ),
    Condition(
        "severe_mental_illness", 0.0, JHWS, (1e-3, 0.02, 0.3, 0.8, 1.1, 1.2, 1.2, 1.1, 1, 0.9),
        -0.05, 0.28, 0.5, 13, 15,
    ),
    Condition(
        "depression", 0.0, JHWS + ", 18 and over", (0.1, 1, 6, 9, 10, 10.5, 9.5, 8, 7.5, 7),
        0.55, 0.14, 0.7, 6, 18, True,
    ),
    Condition(
        "learning_disability", 0.0, JHWS, (0.1, 0.5, 0.8, 0.6, 0.5, 0.5, 0.5, 0.4, 0.25, 0.1),
        -0.40, 0.20, 0.4, 40,
    ),
    Condition(
        "epilepsy", 0.0069, QOF + ", 18 and over",
        (0.2, 0.4, 0.6, 0.7, 0.7, 0.75, 0.85, 0.9, 1, 0.9),
        -0.05, 0.15, 0.5, 15, adults=True, counted_from=18,
    ),
    Condition(
        "osteoporosis", 0.0060, JUDGEMENT, (1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 0.4, 1.2, 2.6, 5, 6),
        1.60, 0.03, 0.7, 6, 50,
    ),
    Condition(
        "rheumatoid_arthritis", 0.0059, QOF, (0.01, 0.03, 0.08, 0.2, 0.5, 0.9, 1.4, 1.9, 2, 1.6),
        0.90, 0.06, 0.5, 10, 16, counted_from=16,
    ),
    Condition(
        "peripheral_arterial_disease", 0.0054, QOF,
        (1e-4, 1e-4, 1e-3, 0.01, 0.08, 0.4, 1.2, 2.4, 3.4, 3.4), -0.50, 0.25, 1.0, 7, 30,
    ),
    Condition(
        "chronic_liver_disease", 0.0060, JUDGEMENT,
        (0.01, 0.02, 0.05, 0.2, 0.5, 1, 1.4, 1.4, 1, 0.5), -0.30, 0.22, 0.7, 7, 18,
    ),
    Condition(
        "multiple_sclerosis", 0.0019, JUDGEMENT,
        (1e-4, 0.002, 0.03, 0.13, 0.24, 0.34, 0.34, 0.28, 0.18, 0.08), 0.95, -0.02, 0.4, 13, 16,
    ),
    Condition(
        "autism", 0.0110, JUDGEMENT, (0.3, 3.2, 2.6, 1.1, 0.5, 0.3, 0.15, 0.05, 0.02, 0.01),
        -0.80, 0.05, 0.2, 7, 2,
    ),
    Condition(
        "osteoarthritis", 0.0450, JFP + " (3.6 to 6.0 %)",
        (1e-3, 1e-3, 0.02, 0.2, 1.2, 4, 9, 14, 18, 18), 0.40, 0.08, 0.6, 10, 35,
    ),
    Condition(
        "palliative_care", 0.0042, QOF, (0.01, 0.01, 0.02, 0.03, 0.06, 0.15, 0.4, 1, 2.2, 5),
        0.0, 0.05, 0.9, 1.2,
    ),
    Condition(
        "obesity", 0.0, JHWS + ", 18 and over", (0.1, 1, 5, 8, 9.5, 11, 11, 9.5, 6, 2.5),
        0.15, 0.15, 0.4, 1, 18, True,
    ),
)  # fmt: skip
NAMES: tuple[str, ...] = tuple(condition.name for condition in CONDITIONS)
INDEX: dict[str, int] = {name: place for place, name in enumerate(NAMES)}

# Counted as long-term conditions: the twenty of the pipeline. Osteoarthritis has no published list
# to be found by, palliative care is a stage of care, obesity here is a reading, and autism is none.
CHRONIC: tuple[str, ...] = tuple(
    name for name in NAMES if name not in ("autism", "osteoarthritis", "palliative_care", "obesity")
)
