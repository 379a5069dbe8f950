"""What a definition is worked out from: facts and counts of use that its rule takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wholeplace.measures.release import Release


class Column(NamedTuple):
    """A fact about people, or a count of their use of care, that a rule uses.

    Attributes:
        name: Its name, which its page has in its address.
        title: Its title.
        source: Where its rule comes from, with the codes it looks for where it names them.
    """

    name: str
    title: str
    source: str


def worked_out_from(release: Release, names: Iterable[str]) -> list[Column]:
    """The columns that a definition names, as the release describes them.

    Args:
        release: The release.
        names: Names of columns, in the order the rule meets them.

    Returns:
        Those described in the release, in the same order.
    """
    held = {str(entry["name"]): entry for entry in release.document("attributes") or []}
    return [
        Column(name, str(held[name]["title"]), str(held[name].get("source") or ""))
        for name in names
        if name in held
    ]
