"""Arrays of estimates as rows of a release table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def stacked(
    schema: pa.Schema,
    axes: Mapping[str, Sequence[Any]],
    same: Mapping[str, Any],
    columns: Mapping[str, NDArray[Any]],
) -> pa.Table:
    """One row for each place of some arrays.

    Args:
        schema: The table's columns.
        axes: Column → its values along one axis, in the order of the arrays' axes.
        same: Column → its value in every row.
        columns: Column → array over the axes; NaN becomes empty.

    Returns:
        A table of the schema.
    """
    shape = tuple(len(values) for values in axes.values())
    size = int(np.prod(shape))
    made: dict[str, pa.Array] = {}
    for (name, values), index in zip(axes.items(), np.indices(shape), strict=True):
        made[name] = pa.array(values, schema.field(name).type).take(pa.array(index.ravel()))
    for name, value in same.items():
        made[name] = pa.repeat(pa.scalar(value, schema.field(name).type), size)
    for name, array in columns.items():
        made[name] = _column(np.broadcast_to(array, shape).ravel(), schema.field(name).type)
    return pa.table({name: made[name] for name in schema.names}, schema=schema)


def by_measure(
    axes: Mapping[str, Sequence[Any]], columns: Mapping[str, Sequence[Any]]
) -> dict[str, NDArray[Any]]:
    """Columns of arrays over axes, the first of which is of measures, each worked out alone.

    Args:
        axes: Column → its values along one axis.
        columns: Column → of each measure, an array over the other axes, flat or not; or one value.
    """
    shape = tuple(len(values) for values in axes.values())
    size = int(np.prod(shape[1:]))
    return {
        name: np.stack([np.broadcast_to(np.ravel(part), size) for part in parts]).reshape(shape)
        for name, parts in columns.items()
    }


def _column(values: NDArray[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(kind):
        return pa.array(values.astype(str), kind)
    numbers = values.astype(np.float64)
    missing = np.isnan(numbers)
    filled = np.where(missing, 0, numbers)
    return pa.array(filled.astype(np.int64) if pa.types.is_integer(kind) else filled, kind, missing)
