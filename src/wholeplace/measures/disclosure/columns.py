"""Columns of released rows as arrays: texts as numbers, and numbers with NaN for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

COUNTS = ("numerator", "denominator")
ROUNDED_TO = tuple(f"{name}_rounded_to" for name in COUNTS)
"""Columns of what each count of a row is rounded to; null where to the profile's own base."""
HIDDEN = ("suppressed", "all_or_none", "too_few", "withheld")
"""Statuses of numbers hidden for what they might tell."""
TEXT = pa.dictionary(pa.int32(), pa.string())
"""Texts while they are worked on: there are millions of rows and few words."""
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Words:
    """A column of text as numbers: comparing millions of texts takes longer than all the rest.

    Attributes:
        words: Every text there is.
        number: The position of each row's text among them.
    """

    words: list[str]
    number: IntArray

    @classmethod
    def of(cls, rows: pa.Table, name: str) -> Words:
        """A column's, its texts in the order in which they first stand there."""
        coded = rows[name].combine_chunks().dictionary_encode()
        standing = coded.indices.dictionary_encode()
        number = standing.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        return cls(coded.dictionary.take(standing.dictionary).to_pylist(), number)

    def are(self, *wanted: str) -> BoolArray:
        """Which rows have one of some texts."""
        return np.array([word in wanted for word in self.words], dtype=np.bool_)[self.number]


def have(rows: pa.Table, name: str, *wanted: str) -> BoolArray:
    """Which rows of a table have one of some texts in a column."""
    column = rows[name].combine_chunks()
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    which = np.array([word in wanted for word in coded.dictionary.to_pylist()], dtype=np.bool_)
    return which[coded.indices.to_numpy()] if rows.num_rows else np.zeros(0, dtype=np.bool_)


def with_word(rows: pa.Table, name: str, where: BoolArray, word: str) -> pa.Table:
    """A table with a text in some rows of a column, and its others as they were.

    Args:
        rows: The table.
        name: The column.
        where: The rows.
        word: The text.
    """
    place, field = rows.schema.get_field_index(name), rows.schema.field(name)
    coded = rows[name].combine_chunks()
    if not pa.types.is_dictionary(coded.type):
        coded = coded.dictionary_encode()
    words = [*coded.dictionary.to_pylist(), word]
    code = np.where(where, np.int32(words.index(word)), coded.indices.to_numpy())
    made = pa.DictionaryArray.from_arrays(code, pa.array(list(dict.fromkeys(words)), pa.string()))
    return rows.set_column(place, field, made.cast(field.type))


def with_rows(rows: pa.Table, at: IntArray, again: pa.Table) -> pa.Table:
    """A table with some of its rows as another says them, and its others as they were.

    Args:
        rows: The table.
        at: The places of those rows, none twice.
        again: What they say now, in as many rows; no other columns change.
    """
    there = np.zeros(rows.num_rows, dtype=np.bool_)
    there[at] = True
    order = pa.array(np.argsort(at, kind="stable"))
    for name in again.column_names:
        old, new = rows[name].combine_chunks(), again[name].take(order).combine_chunks()
        if pa.types.is_dictionary(new.type):
            words = [part.dictionary.to_pylist() for part in (old, new)]
            place = {word: number for number, word in enumerate(dict.fromkeys(chain(*words)))}
            standing = np.array([place[word] for word in words[1]], dtype=np.int32)
            code = old.indices.to_numpy().copy()
            code[there] = standing[new.indices.to_numpy()]
            made = pa.DictionaryArray.from_arrays(code, pa.array(list(place), pa.string()))
        else:
            made = pc.replace_with_mask(old, pa.array(there), new)
        rows = rows.set_column(rows.schema.get_field_index(name), name, made)
    return rows


def number(rows: pa.Table, name: str) -> FloatArray:
    """A column of numbers as an array; NaN where there is none."""
    made: FloatArray = pc.cast(rows[name], pa.float64()).to_numpy(zero_copy_only=False)
    return made if made.flags.writeable else made.copy()


def written_out(schema: pa.Schema) -> pa.Schema:
    """A schema with every text as it is written to files.

    Args:
        schema: The schema of a table that is worked on.
    """
    types = {field.name: pa.string() if field.type == TEXT else field.type for field in schema}
    return pa.schema(list(types.items()))
