"""The sixteen ethnic categories of 2001 that the NHS records, beside the groups of Census 2021.

Sources: NHS Data Model and Dictionary, ETHNIC CATEGORY (the categories of the 2001 Census, with Z
"not stated" and the default 99 "not known"); Office for National Statistics, Census 2021, ethnic
group (19 groups in 5).
"""

from __future__ import annotations

from dataclasses import dataclass

NOT_STATED, NOT_KNOWN = "Z", "99"
NOT_STATED_GROUP = "not_stated"


@dataclass(frozen=True)
class EthnicCategory:
    """One category that the NHS records.

    Attributes:
        code: Its code.
        title: Its name in the NHS Data Dictionary.
        group: The broad group it is counted in: that of Census 2021.
        census: The group of Census 2021 it is compared with.
        hidden: Groups of Census 2021 whose people are inside it and cannot be told from the rest.
    """

    code: str
    title: str
    group: str
    census: str
    hidden: tuple[str, ...] = ()


CATEGORIES = (
    EthnicCategory(
        "A",
        "White: British",
        "white",
        "White: English, Welsh, Scottish, Northern Irish or British",
    ),
    EthnicCategory("B", "White: Irish", "white", "White: Irish"),
    EthnicCategory(
        "C",
        "White: any other White background",
        "white",
        "White: Other White",
        ("White: Gypsy or Irish Traveller", "White: Roma"),
    ),
    EthnicCategory(
        "D", "Mixed: White and Black Caribbean", "mixed", "Mixed: White and Black Caribbean"
    ),
    EthnicCategory(
        "E", "Mixed: White and Black African", "mixed", "Mixed: White and Black African"
    ),
    EthnicCategory("F", "Mixed: White and Asian", "mixed", "Mixed: White and Asian"),
    EthnicCategory("G", "Mixed: any other mixed background", "mixed", "Mixed: Other Mixed"),
    EthnicCategory("H", "Asian or Asian British: Indian", "asian", "Asian: Indian"),
    EthnicCategory("J", "Asian or Asian British: Pakistani", "asian", "Asian: Pakistani"),
    EthnicCategory("K", "Asian or Asian British: Bangladeshi", "asian", "Asian: Bangladeshi"),
    EthnicCategory(
        "L", "Asian or Asian British: any other Asian background", "asian", "Asian: Other Asian"
    ),
    EthnicCategory("M", "Black or Black British: Caribbean", "black", "Black: Caribbean"),
    EthnicCategory("N", "Black or Black British: African", "black", "Black: African"),
    EthnicCategory(
        "P", "Black or Black British: any other Black background", "black", "Black: Other Black"
    ),
    EthnicCategory("R", "Other: Chinese", "asian", "Asian: Chinese"),
    EthnicCategory(
        "S",
        "Other: any other ethnic group",
        "other",
        "Other: Any other ethnic group",
        ("Other: Arab",),
    ),
)
"""All sixteen, in the order of their codes."""


def not_measured() -> tuple[str, ...]:
    """Groups of Census 2021 that no category of 2001 can tell apart.

    >>> len(CATEGORIES) + len(not_measured())
    19
    """
    return tuple(group for category in CATEGORIES for group in category.hidden)
