"""Sums of many answers and numbers by cell: several are added up as one whole number.

Adding up costs an engine about the same for each sum and row, whatever is added. The sum of an
answer needs only as many bits as the number of people of the largest cell has, and that of a number
so many more as the largest has, so a whole number of 63 bits holds several side by side, and their
sums are read from the bits of its sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import NamedTuple

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.engine import Engine
from wholeplace.measures.cubes import Added, first_alike

BITS = 63
"""Bits of a whole number of eight bytes that is not negative."""
_WORD = "packed"


class _Place(NamedTuple):
    """Where in a whole number a sum lies: its last bit, and how many there are."""

    bit: int
    bits: int


@dataclass(frozen=True)
class Word:
    """A whole number that holds several sums.

    Attributes:
        name: Its column.
        places: Sum → where it lies.
    """

    name: str
    places: Mapping[str, _Place]

    def of_person(self, added: Mapping[str, Added]) -> ir.IntegerValue:
        """What a person adds to all sums of the word.

        Answers are asked of the people they are about only: of few, where few have a condition.

        Args:
            added: Sum → what each person adds to it.
        """
        asked: dict[ops.Node, ir.IntegerValue] = {}
        for name, place in self.places.items():
            among, amount = added[name].among.op(), _shifted(added[name], place.bit)
            asked[among] = asked[among] + amount if among in asked else amount
        return reduce(add, (ibis.ifelse(among.to_expr(), sum_, 0) for among, sum_ in asked.items()))

    def read(self, total: NDArray[np.int64]) -> Iterator[tuple[str, pa.Array]]:
        """The sums that lie in sums of the word.

        Args:
            total: Sums of the word, cell by cell.

        Yields:
            Sum, and its numbers.
        """
        for name, (bit, bits) in self.places.items():
            if bits > BITS:
                yield name, pa.array(total)
            else:
                yield name, pa.array((total >> np.int64(bit)) & np.int64((1 << bits) - 1))


def number_of(engine: Engine, people: ir.Table) -> int:
    """How many rows a table has, to pack what is added up over them.

    Args:
        engine: The engine.
        people: The table.
    """
    return int(engine.fetch(people.agg(number=people.count()))["number"][0].as_py())


def packed_sums(
    engine: Engine,
    people: ir.Table,
    cells: Mapping[str, ir.Value],
    added: Mapping[str, Added],
    most: int,
) -> pa.Table:
    """Sums by cell, each different one added up once.

    Args:
        engine: The engine.
        people: The table that cells and amounts are of.
        cells: Column → value, of each cell.
        added: Column → what each person adds to its sum.
        most: At least the number of rows in the table.

    Returns:
        One row per cell: its columns, and each sum.
    """
    first = first_alike(added)
    words = words_of({name: added[name] for name in first.values()}, most, {})
    wide = people.select(**cells, **{word.name: word.of_person(added) for word in words})
    sums = {word.name: wide[word.name].sum() for word in words}
    found = engine.fetch(wide.group_by(list(cells)).agg(**sums))
    counts = dict(sum_ for word in words for sum_ in word.read(found[word.name].to_numpy()))
    return pa.table(
        {name: found[name] for name in cells} | {name: counts[one] for name, one in first.items()}
    )


def words_of(
    added: Mapping[str, Added], most: int, largest: Mapping[str, int], prefix: str = _WORD
) -> list[Word]:
    """Sums laid side by side in as few whole numbers as will do.

    Args:
        added: Sum → what each person adds to it.
        most: At least the number of people of any cell.
        largest: Sum of a number → at least the largest that anybody adds. One that is not named
            here, or adds up to more than fits, has a whole number to itself.
        prefix: What the words' names begin with.
    """
    counts, numbers = _by_among(added), [name for name, one in added.items() if is_number(one)]
    bits = {name: max(1, most.bit_length()) for name in counts}
    bits |= {name: (most * largest[name]).bit_length() or 1 for name in numbers if name in largest}
    packed = {name: size for name, size in bits.items() if size <= BITS}
    # Numbers in order of size, answers in order of whom they are of: alike lie beside each other.
    order = sorted(packed, key=lambda name: (name in numbers, name in numbers and bits[name]))
    alone = [name for name in numbers if name not in packed]
    laid = [*_laid_out(order, packed), *({name: _Place(0, BITS + 1)} for name in alone)]
    return [Word(f"{prefix}_{number}", places) for number, places in enumerate(laid)]


def is_number(added: Added) -> bool:
    """Whether people add numbers to a sum, and not one each.

    Args:
        added: What each person adds.
    """
    return isinstance(added.number, ir.IntegerValue)


def _laid_out(order: Sequence[str], bits: Mapping[str, int]) -> Iterator[dict[str, _Place]]:
    """Sums in order, as many together as fit."""
    places: dict[str, _Place] = {}
    used = 0
    for name in order:
        if used + bits[name] > BITS:
            yield places
            places, used = {}, 0
        places[name] = _Place(used, bits[name])
        used += bits[name]
    if places:
        yield places


def _by_among(added: Mapping[str, Added]) -> list[str]:
    """Sums of answers, those of the same people beside each other."""
    of_people: dict[ops.Node, list[str]] = {}
    for name, one in added.items():
        if not is_number(one):
            of_people.setdefault(one.among.op(), []).append(name)
    return [name for names in of_people.values() for name in names]


def _shifted(added: Added, bit: int) -> ir.IntegerValue:
    """What one person adds to a sum that begins at a bit of a word."""
    one = ibis.literal(1 << bit, "int64")
    if added.number is None:
        return one
    if isinstance(added.number, ir.BooleanValue):
        return ibis.ifelse(added.number, one, 0)
    return added.number * one if bit else added.number
