"""Tables of the made release that have a number for areas, each made in a module of its own."""

from __future__ import annotations

from pathlib import Path

from tests.web.made_bed_days import write_made_bed_days
from tests.web.made_forecasts import write_made_forecasts
from tests.web.made_life import write_made_life
from tests.web.made_pressure import write_made_pressure
from tests.web.made_reach import write_made_reach
from tests.web.made_variation import write_made_variation
from tests.web.made_waits import write_made_waits
from wholeplace.measures.catalogue import Area


def write_made_tables(folder: Path, areas: list[Area]) -> None:
    """Write them.

    Args:
        folder: The release.
        areas: Its areas.
    """
    write_made_variation(folder, areas)
    write_made_waits(folder, areas)
    write_made_reach(folder, areas)
    write_made_bed_days(folder, areas)
    write_made_forecasts(folder, areas)
    write_made_life(folder, areas)
    write_made_pressure(folder)
