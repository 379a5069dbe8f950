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

from wholeplace.sources.values import SCIENTIFIC, Reading

REPEATED_DIGIT = [str(digit) * 10 for digit in range(10)]


def read_nhs_number(text: ir.StringValue, synthetic: bool) -> Reading:
    """How a column of NHS numbers is read where they arrive in clear.

    Args:
        text: The trimmed text; null where blank.
        synthetic: Whether the people are invented, so that never-issued numbers are in order.

    Returns:
        The ten digits, or null with the warning's code as the problem.
    """
    digits = tidied(text)
    ten = digits.re_search("^[0-9]{10}$")
    never = "^$" if synthetic else "^(00|31[2-9]|5|8|9)"
    problem = ibis.cases(
        (text.isnull(), ibis.null("string")),
        (text.re_search(SCIENTIFIC), "nhs_scientific"),
        (~ten, "nhs_digits"),
        (digits.isin(REPEATED_DIGIT), "nhs_placeholder"),
        (~check_digit_fits(digits), "nhs_check_digit"),
        (digits.re_search(never), "nhs_never_issued"),
        else_=ibis.null("string"),
    )
    value = ibis.ifelse(problem.isnull(), digits, ibis.null("string"))
    return Reading(value, problem, text)


def tidied(text: ir.StringValue) -> ir.StringValue:
    """The number without spaces, dashes or a spreadsheet's ``.0``."""
    return text.re_replace(r"\.0$", "").re_replace(r"[\s\x{A0}\-\x{2010}-\x{2015}']+", "")


def looks_like_nhs_number(text: ir.StringValue) -> ir.BooleanValue:
    """Whether text is a valid NHS number, which pseudonymised data must not hold."""
    digits = tidied(text)
    ten = digits.re_search("^[0-9]{10}$")
    return (ten & check_digit_fits(digits)).fill_null(False)


def check_digit_fits(digits: ir.StringValue) -> ir.BooleanValue:
    """Whether the tenth digit is the Modulus 11 check digit of the first nine."""
    total = ibis.literal(0)
    for place in range(9):
        total = total + digits.substr(place, 1).try_cast("int32") * (10 - place)
    # 11 - remainder, with 11 read as 0; a check digit of 10 is never issued and never matches.
    expected = (11 - total % 11) % 11
    return expected == digits.substr(9, 1).try_cast("int32")
