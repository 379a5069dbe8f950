"""The check digit worked out in the engine agrees with the plain reading and with another's."""

from __future__ import annotations

import ibis
import nhs_number
import numpy as np
import pyarrow as pa

from wholeplace.core.identifiers import nhs_number_is_valid
from wholeplace.sources.nhs_numbers import REPEATED_DIGIT, check_digit_fits, digits_of


def test_check_digits_agree_with_two_other_readings():
    stems = np.random.default_rng(1).integers(0, 10**9, 500)
    numbers = [f"{stem:09}{digit}" for stem in stems for digit in range(10)]
    table = ibis.duckdb.connect().create_table("numbers", pa.table({"number": numbers}))
    found = table.select(table.number, fits=check_digit_fits(table.number)).to_pyarrow()
    for number, fits in zip(*found.to_pydict().values(), strict=True):
        if number not in REPEATED_DIGIT:
            assert fits == nhs_number_is_valid(number)
            # The other library also knows which ranges were issued, so it accepts fewer.
            assert fits or not nhs_number.is_valid(number)


def test_spaces_dashes_and_marks_are_taken_out():
    sent = ["943 476 5919", "943-476-5919", "943–476–5919", "'9434765919", "9434765919.0"]
    table = ibis.duckdb.connect().create_table("sent", pa.table({"number": sent}))
    tidy = table.select(tidy=digits_of(table.number)).to_pyarrow()["tidy"].to_pylist()
    assert set(tidy) == {"9434765919"}
