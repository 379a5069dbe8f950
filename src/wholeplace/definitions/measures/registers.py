"""The registers of the Quality and Outcomes Framework, year by year, and their ids elsewhere.

Sources: NHS England, Quality and Outcomes Framework guidance for 2024/25 and Changes to the GP
contract in 2025/26: the nineteen register indicators were income protected in 2023/24 and 2024/25
and left the framework in April 2025; practices go on keeping the registers, on which the other
indicators rest. Indicator ids of the Office for Health Improvement and Disparities are those of its
published prevalences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wholeplace.measures.targets import ExternalId, RegisterYear

Standing = Literal["in force", "income protected", "retired"]
YEARS: tuple[tuple[str, Standing], ...] = (
    ("2023/24", "income protected"),
    ("2024/25", "income protected"),
    ("2025/26", "retired"),
)
UNTREATED = "counts people whose illness is no longer treated too"


@dataclass(frozen=True)
class Register:
    """One register: its indicator, who is on it, and its other ids.

    ``here`` says how the measure here differs from it, ``there`` how it differs from the measure.
    """

    indicator: str
    rule: str
    here: str = ""
    there: str = ""
    fingertips: str = ""
    cvdprevent: str = ""
    since: str = "2023/24"

    @property
    def years(self) -> tuple[RegisterYear, ...]:
        """How it was kept in each year that its indicator is known for."""
        return tuple(
            RegisterYear(
                year=year,
                indicator=self.indicator,
                rule=self.rule,
                standing=standing,
                here=self.here,
            )
            for year, standing in YEARS
            if year >= self.since
        )

    @property
    def ids(self) -> tuple[ExternalId, ...]:
        """Its ids elsewhere."""
        qof = ExternalId("QOF", self.indicator, self.there)
        fingertips = ExternalId("OHID Fingertips", self.fingertips, self.there)
        cvdprevent = ExternalId("CVDPREVENT", self.cvdprevent, "counts adults")
        return tuple(one for one in (qof, cvdprevent, fingertips) if one.id)


REGISTERS: dict[str, Register] = {
    "hypertension": Register(
        "HYP001",
        "Diagnosed, and not resolved since",
        fingertips="219",
        cvdprevent="CVDP001HYP",
    ),
    "diabetes": Register("DM017", "Diagnosed, aged 17 or over", fingertips="241"),
    "coronary_heart_disease": Register("CHD001", "Ever diagnosed", fingertips="273"),
    "stroke_or_tia": Register("STIA001", "Ever diagnosed with either", fingertips="212"),
    "heart_failure": Register("HF001", "Diagnosed, and not resolved since", fingertips="262"),
    "atrial_fibrillation": Register(
        "AF001",
        "Diagnosed, and not resolved since",
        fingertips="280",
        cvdprevent="CVDP001AF",
    ),
    "peripheral_arterial_disease": Register("PAD001", "Ever diagnosed", fingertips="92590"),
    "asthma": Register(
        "AST005",
        "Aged 6 or over, diagnosed, not resolved, and prescribed a medicine for it in 12 months",
        f"{UNTREATED}; the measure asthma_register asks for treatment",
        "asks for treatment in the last year",
        fingertips="90933",
    ),
    "copd": Register(
        "COPD015",
        "Diagnosed, not resolved, and confirmed by spirometry if diagnosed lately",
        "does not ask for spirometry",
        "asks for spirometry",
        fingertips="253",
        since="2024/25",
    ),
    "chronic_kidney_disease": Register(
        "CKD005",
        "Aged 18 or over, with stage 3a to 5",
        fingertips="258",
        cvdprevent="CVDP001CKD",
    ),
    "cancer": Register(
        "CAN001",
        "Diagnosed since April 2003, skin cancer other than melanoma left out",
        fingertips="276",
    ),
    "dementia": Register("DEM001", "Ever diagnosed", fingertips="247"),
    "severe_mental_illness": Register(
        "MH001",
        "Diagnosed with schizophrenia, bipolar disorder or another psychosis, or on lithium",
        "leaves out people on lithium without such a diagnosis",
        "counts people on lithium too",
        fingertips="90581",
    ),
    "learning_disability": Register("LD004", "Recorded, at any age", fingertips="200"),
    "epilepsy": Register(
        "EP001",
        "Aged 18 or over, diagnosed, and prescribed a medicine for it in six months",
        UNTREATED,
        "asks for treatment in the last six months",
        fingertips="224",
    ),
    "osteoporosis": Register(
        "OST004",
        "Aged 50 or over, with a bone broken by it since April 2012",
        "counts people with osteoporosis who broke no bone too",
        "asks for a broken bone",
        fingertips="90443",
    ),
    "rheumatoid_arthritis": Register("RA001", "Aged 16 or over, diagnosed", fingertips="91269"),
    "obesity": Register(
        "OB003",
        "Aged 18 or over, with obesity recorded in the last 12 months",
        "counts a body mass index of 30 or more, whatever the ethnic group",
        "takes obesity as recorded",
        fingertips="92588",
        since="2024/25",
    ),
    "palliative_care": Register("PC001", "Ever recorded as in need of it"),
}
