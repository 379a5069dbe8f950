"""Drawn populations of the measures of who lives here."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "people",
        """
        person | died       | registered       || numerator | denominator
        1      |            | yes              || 1         | 1
        2      | 2026-03-31 | yes              || 0         | 0
        3      | 2026-04-01 | yes              || 1         | 1
        4      |            | until 2026-03-31 || 0         | 0
        5      |            | until 2026-04-01 || 1         | 1
        6      |            | no               || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "aged_under_18",
        """
        person | born       | registered || numerator | denominator
        1      | 2008-04-01 | yes        || 1         | 1
        2      | 2008-03-31 | yes        || 0         | 1
        3      | 2026-03-31 | yes        || 1         | 1
        4      | 2015-01-01 | no         || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "aged_65_and_over",
        """
        person | born       | registered || numerator | denominator
        1      | 1961-03-31 | yes        || 1         | 1
        2      | 1961-04-01 | yes        || 0         | 1
        3      | 1930-01-01 | no         || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "aged_85_and_over",
        """
        person | born       | died       || numerator | denominator
        1      | 1941-03-31 |            || 1         | 1
        2      | 1941-04-01 |            || 0         | 1
        3      | 1930-01-01 | 2026-01-01 || 0         | 0
        """,
    ),
    drawn(
        "most_deprived_fifth",
        """
        person | lives         || numerator | denominator
        1      | fifth 1       || 1         | 1
        2      | fifth 1 rural || 1         | 1
        3      | fifth 2       || 0         | 1
        4      | fifth 5       || 0         | 1
        5      | elsewhere     || 0         | 0
        """,
    ),
    drawn(
        "ethnicity_recorded",
        """
        person | ethnicity | registered || numerator | denominator
        1      | A         | yes        || 1         | 1
        2      | S         | yes        || 1         | 1
        3      | Z         | yes        || 0         | 1
        4      | 99        | yes        || 0         | 1
        5      |           | yes        || 0         | 1
        6      | A         | no         || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "without_usable_record",
        """
        person | registered       | lives     | coded                   || numerator | denominator
        1      | yes              | fifth 3   | 2026-03-31 hypertension || 0         | 1
        2      | yes              | fifth 3   | 2026-04-01 hypertension || 1         | 1
        3      | yes              | fifth 3   |                         || 1         | 1
        4      | no               | fifth 3   | 2019-03-02 hypertension || 1         | 1
        5      | until 2026-03-31 | fifth 3   | 2019-03-02 hypertension || 1         | 1
        6      | yes              | elsewhere |                         || 0         | 0
        """,
        basis="resident",
    ),
]
