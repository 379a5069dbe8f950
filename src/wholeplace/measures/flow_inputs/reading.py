"""Reading the flow model's inputs that a run wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.errors import RunError
from wholeplace.measures.flow_inputs.schemas import SCHEMAS, file_name


@dataclass(frozen=True)
class FlowInputs:
    """The inputs of the flow model, as :data:`~.schemas.SCHEMAS` says, in the same order.

    Attributes:
        places: Districts that have services.
        arrivals: People by the day they were ready.
        hospital_days: Admissions, discharges and beds occupied by day.
        hospital_stays: Days from admission to being ready.
        process: Days from being ready to an accepted referral.
        waits: Days from then to the start of the service.
        stays: Nights of services.
        capacity: Slots by week.
        now: Where people are on the date of the run.
        asks: What people ask for.
        delayed_days: People who held a bed after they were ready, by day.
        community: Referrals from the community.
    """

    places: pa.Table
    arrivals: pa.Table
    hospital_days: pa.Table
    hospital_stays: pa.Table
    process: pa.Table
    waits: pa.Table
    stays: pa.Table
    capacity: pa.Table
    now: pa.Table
    asks: pa.Table
    delayed_days: pa.Table
    community: pa.Table


def read_inputs(folder: Path) -> FlowInputs:
    """Read the inputs that a run wrote.

    Args:
        folder: The run's folder in the zone of cubes.

    Raises:
        RunError: If the run wrote none.
    """
    missing = [name for name in SCHEMAS if not (folder / file_name(name)).is_file()]
    if missing:
        raise RunError(
            f"{folder} holds no {file_name(missing[0])}, which the flow model reads.",
            "Run `wholeplace run` again: an earlier version wrote it.",
        )
    return FlowInputs(**{name: pq.read_table(folder / file_name(name)) for name in SCHEMAS})
