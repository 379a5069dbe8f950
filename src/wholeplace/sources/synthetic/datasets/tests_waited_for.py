"""Which test somebody waits for, and the code by which each hospital asks for it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.datasets.recent import coded
from wholeplace.sources.synthetic.streams import pick


class Wanted(NamedTuple):
    """A test as it is asked for.

    Attributes:
        procedure: Its OPCS-4 code, which says the modality alone.
        imaging: Its code in the imaging code set; empty where it has none.
        by_part: Its OPCS-4 code by part of the body; empty where it has none.
        share: Relative number of requests.
    """

    procedure: str
    imaging: str
    by_part: str
    share: float


TESTS_ASKED_FOR = (
    Wanted("U201", "", "", 0.16),
    Wanted("U211", "MKNEL", "", 0.05),
    Wanted("U211", "MKNER", "", 0.05),
    Wanted("U211", "MSKUH", "U052", 0.08),
    Wanted("U212", "CSKUH", "U051", 0.10),
    Wanted("U212", "CABDO", "U081", 0.10),
    Wanted("U216", "UABDO", "U082", 0.14),
    Wanted("U216", "UPELV", "", 0.12),
    Wanted("H229", "", "", 0.10),
    Wanted("G459", "", "", 0.10),
)
NONE = -1
SCANS = ("U201", "U211", "U212", "U216", "H229", "G459")
BY_PART = ("RGN",)
"""Hospitals that write OPCS-4 by part of the body where there is such a code."""
VAGUE = {"RGN": 0.10, "RGM": 0.30}
"""Share of requests whose code does not say the part of the body; our assumption."""


def tests_of(rng: np.random.Generator, size: int) -> NDArray[np.int64]:
    """Tests asked for, as positions in :data:`TESTS_ASKED_FOR`."""
    return pick(rng, np.array([test.share for test in TESTS_ASKED_FOR]), size)


def alike_but_other(test: NDArray[np.int64]) -> NDArray[np.int64]:
    """Another test of the same modality, such as of the other knee; NONE where there is none."""
    other = np.full(len(TESTS_ASKED_FOR), NONE)
    for at, one in enumerate(TESTS_ASKED_FOR):
        same = [
            n for n, two in enumerate(TESTS_ASKED_FOR) if n != at and two.procedure == one.procedure
        ]
        other[at] = same[0] if same else NONE
    return other[test]


def test_codes(
    rng: np.random.Generator, hospital: str, test: NDArray[np.int64], missing: NDArray[np.int64]
) -> tuple[pa.Array, NDArray[np.int64]]:
    """The code of each request, and the position of its modality in :data:`SCANS`.

    Args:
        rng: Random stream.
        hospital: Code of the hospital, which decides how it codes.
        test: Positions in :data:`TESTS_ASKED_FOR`, NONE where no test is waited for.
        missing: Rows whose test is not coded at all.
    """
    names = [
        (test.by_part if hospital in BY_PART and test.by_part else test.imaging)
        for test in TESTS_ASKED_FOR
    ]
    codes = sorted({name for name in names if name})
    place = np.array([codes.index(name) if name else NONE for name in names])
    vague = rng.random(len(test)) < VAGUE.get(hospital, 0.0)
    none = test == NONE
    none[missing] = True
    at = np.where(none | vague, NONE, place[np.maximum(test, 0)])
    scan = np.array([SCANS.index(test.procedure) for test in TESTS_ASKED_FOR])
    return coded(codes, np.maximum(at, 0), at == NONE), np.where(none, NONE, scan[test])
