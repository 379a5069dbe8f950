"""NHS numbers, local ids, names and postcodes: invented, unique, and made without a loop."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.sources.synthetic.streams import stream

# NHS numbers from 900 to 999 have never been issued (NHS Data Model and Dictionary).
FIRST_STEM, STEMS = 900_000_000, 99_999_999
_FRONT = (
    "Ash",
    "Bram",
    "Cold",
    "Dun",
    "Elm",
    "Fen",
    "Grim",
    "Hol",
    "Kel",
    "Lang",
    "Mar",
    "Nor",
    "Oak",
    "Pen",
    "Quen",
    "Rad",
    "Stan",
    "Thor",
    "Wal",
    "Yel",
)
_BACK = (
    "bury",
    "combe",
    "dale",
    "field",
    "gate",
    "ham",
    "ley",
    "low",
    "mere",
    "ridge",
    "shaw",
    "stead",
    "thwaite",
    "ton",
    "wick",
    "worth",
    "ward",
    "wood",
    "ford",
    "by",
)
_START = ("Al", "Be", "Cor", "Da", "El", "Fe", "Gwen", "Ha", "Is", "Jo", "Ka", "Le", "Ma", "Na")
_FEMALE = ("ra", "lina", "netta", "bel", "sa", "thea")
_MALE = ("ron", "lan", "den", "bert", "mon", "thur")
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def nhs_numbers(number: int, seed: int) -> NDArray[np.int64]:
    """Distinct valid NHS numbers from the never-issued block, in no order.

    The check digit is Modulus 11 (NHS Data Model and Dictionary, NHS NUMBER).

    Args:
        number: How many, at most 90 million.
        seed: Seed.

    Returns:
        Ten-digit numbers between 9000000000 and 9999999998.
    """
    rng = stream(seed, "nhs numbers")
    offset = int(rng.integers(STEMS))
    wanted = int(number * 1.2) + 50
    stems = FIRST_STEM + (np.arange(wanted, dtype=np.int64) * 38_196_601 + offset) % STEMS
    total = np.zeros(wanted, dtype=np.int64)
    for place in range(9):
        total += stems // 10 ** (8 - place) % 10 * (10 - place)
    check = (11 - total % 11) % 11
    made = (stems * 10 + check)[check < 10]
    return made[made != 9_999_999_999][:number]


def numbered(prefix: str, numbers: NDArray[np.integer], width: int = 8) -> pa.Array:
    """Ids such as ``G00000042``."""
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, padding="0")
    return pc.binary_join_element_wise(prefix, digits, "")


def local_numbers(persons: NDArray[np.integer], provider: str, seed: int) -> NDArray[np.int64]:
    """A hospital's own number of each person: distinct within it, unrelated between hospitals."""
    rng = stream(seed, "local ids", provider)
    factor, offset = 2 * int(rng.integers(10**7, 10**8)) + 1, int(rng.integers(10**9))
    return (np.asarray(persons, dtype=np.int64) * factor + offset) % 2**31


def family_names(household: NDArray[np.integer]) -> pa.Array:
    """One invented family name per household."""
    names = pa.array([front + back for front in _FRONT for back in _BACK])
    return names.take(pa.array(household * 7_919 % len(names)))


def given_names(sex: NDArray[np.integer], rng: np.random.Generator) -> pa.Array:
    """An invented given name by sex."""
    names = pa.array([a + b for b in (*_MALE, *_FEMALE) for a in _START])
    half = len(names) // 2
    return names.take(pa.array(rng.integers(0, half, len(sex)) + half * (sex == 1)))


def postcodes(lsoa: NDArray[np.integer], household: NDArray[np.integer]) -> pa.Array:
    """A postcode of the area ZZ, which does not exist, one per household."""
    h = np.asarray(household, dtype=np.int64)
    letters = pa.array(list(_LETTERS))
    return pc.binary_join_element_wise(
        pc.binary_join_element_wise("ZZ", pc.cast(pa.array(lsoa % 89 + 1), pa.string()), ""),
        pc.binary_join_element_wise(
            pc.cast(pa.array(h % 9 + 1), pa.string()),
            letters.take(pa.array(h // 9 % 20)),
            letters.take(pa.array(h // 180 % 20)),
            "",
        ),
        " ",
    )
