"""NHS numbers as they arrive: tidied, checked, and left blank with a warning where they are wrong.

A wrong number never costs the row, because linkage has other ways; a wrong number kept would link
one person's care to another.

Source: NHS Data Model and Dictionary, NHS NUMBER (Modulus 11). England, Wales and the Isle of Man
are issued 400-499 and 600-799 million; Northern Ireland 320-399 million; Scottish CHI numbers begin
with a day of birth (010-311 million). 900-999 million were never issued and serve synthetic data.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.sources.values import SCIENTIFIC

REPEATED_DIGIT = [str(digit) * 10 for digit in range(10)]
TEN_DIGITS = "^[0-9]{10}$"
# The first three digits begin so in numbers that nobody was ever given.
NEVER_ISSUED = "^(00|31[2-9]|5|8|9)"


def digits_of(text: ir.StringValue) -> ir.StringValue:
    """The number without spaces, dashes, quote marks or a spreadsheet's ``.0``."""
    return text.re_replace(r"\.0$", "").re_replace(r"[\s\x{A0}\-\x{2010}-\x{2015}']+", "")


def find_nhs_problem(
    text: ir.StringValue, digits: ir.StringValue, synthetic: bool
) -> ir.StringValue:
    """What is wrong with each NHS number, where they arrive in clear.

    Args:
        text: The number as it came, trimmed; null where blank.
        digits: The same as :func:`digits_of` gives it.
        synthetic: Whether the people are invented, so that never-issued numbers are in order.

    Returns:
        The warning's code, or null where the number can be used.
    """
    nothing = ibis.null("string")
    cases = [
        (text.isnull(), nothing),
        (text.re_search(SCIENTIFIC), "nhs_scientific"),
        (~digits.re_search(TEN_DIGITS), "nhs_digits"),
        (digits.isin(REPEATED_DIGIT), "nhs_placeholder"),
        (~check_digit_fits(digits), "nhs_check_digit"),
    ]
    if not synthetic:
        cases.append((digits.re_search(NEVER_ISSUED), "nhs_never_issued"))
    return ibis.cases(*cases, else_=nothing)


def looks_like_nhs_number(text: ir.StringValue) -> ir.BooleanValue:
    """Whether text is a valid NHS number, which pseudonymised data must not hold."""
    digits = digits_of(text)
    return (digits.re_search(TEN_DIGITS) & check_digit_fits(digits)).fill_null(False)


def check_digit_fits(digits: ir.StringValue) -> ir.BooleanValue:
    """Whether the tenth digit is the Modulus 11 check digit of the first nine."""
    number = digits.try_cast("int64")
    # The tenth digit from the left counts 1, the first counts 10: the sum divides by 11.
    total = sum(((number // 10**place) % 10) * (place + 1) for place in range(10))
    return (total % 11 == 0).fill_null(False)
