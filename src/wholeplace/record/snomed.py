"""SNOMED CT concept ids: telling a true one from one that a spreadsheet has rounded.

Source: SNOMED International, Release File Specification, section 6 (SCTID representation) and its
appendix on the Verhoeff check digit; J. Verhoeff, Error Detecting Decimal Codes (1969).
"""

from __future__ import annotations

SHORTEST, LONGEST = 6, 18


def _turned(digit: int) -> list[int]:
    """A row of the multiplication table of the dihedral group of order ten."""
    if digit < 5:
        return [*((digit + k) % 5 for k in range(5)), *((digit + k) % 5 + 5 for k in range(5))]
    return [*((digit - k) % 5 + 5 for k in range(5)), *((digit - k) % 5 for k in range(5))]


_PRODUCT = [_turned(digit) for digit in range(10)]
_SHUFFLE = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
_SHUFFLES = [list(range(10))]
while len(_SHUFFLES) < 8:
    _SHUFFLES.append([_SHUFFLES[-1][digit] for digit in _SHUFFLE])


def is_concept_id(text: str) -> bool:
    """Whether text can be a SNOMED CT identifier: 6 to 18 digits whose check digit is right.

    Spreadsheets keep fifteen digits and put noughts for the rest, which the check digit shows.

    >>> is_concept_id("1091811000000102"), is_concept_id("1091811000000100")
    (True, False)
    """
    if not (text.isascii() and text.isdigit() and SHORTEST <= len(text) <= LONGEST):
        return False
    check = 0
    for place, digit in enumerate(reversed(text)):
        check = _PRODUCT[check][_SHUFFLES[place % 8][int(digit)]]
    return check == 0
