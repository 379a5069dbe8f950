"""Readings with a value, each with the range outside which it is taken for an error.

The ranges are wide on purpose: they leave out slips of the keyboard and wrong units, not the ill.
"""

from __future__ import annotations

from wholeplace.definitions.codelists import codes_of
from wholeplace.record.attributes import Measurement

RANGES = "Ranges of this project: slips and wrong units are left out, extremes of illness kept"

SYSTOLIC = Measurement(
    name="systolic",
    title="Systolic blood pressure",
    source=RANGES,
    codes=codes_of("systolic"),
    unit="mmHg",
    lowest=60,
    highest=300,
)
DIASTOLIC = Measurement(
    name="diastolic",
    title="Diastolic blood pressure",
    source=RANGES,
    codes=codes_of("diastolic"),
    unit="mmHg",
    lowest=30,
    highest=200,
)
BMI = Measurement(
    name="bmi",
    title="Body mass index",
    source=RANGES,
    codes=codes_of("bmi"),
    unit="kg/m²",
    lowest=10,
    highest=100,
)
HBA1C = Measurement(
    name="hba1c",
    title="HbA1c",
    source=RANGES,
    codes=codes_of("hba1c"),
    unit="mmol/mol",
    lowest=15,
    highest=200,
)
CHOLESTEROL = Measurement(
    name="cholesterol",
    title="Total cholesterol",
    source=RANGES,
    codes=codes_of("cholesterol"),
    unit="mmol/L",
    lowest=1,
    highest=25,
)
EGFR = Measurement(
    name="egfr",
    title="Estimated glomerular filtration rate",
    source=RANGES,
    codes=codes_of("egfr"),
    unit="mL/min/1.73 m²",
    lowest=1,
    highest=200,
)
