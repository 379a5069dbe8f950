"""What the first reader of a worker would wait for, done before there is one."""

from __future__ import annotations

from wholeplace.places.charts import Row, interval_chart
from wholeplace.places.reading import read_place
from wholeplace.places.rendering import Renderer
from wholeplace_web.design.published import releases


def take_first_steps() -> None:
    """Open the published release and start the engine that draws charts."""
    release = releases().current()
    if release is not None:
        read_place(release, release.system)
    Renderer().svg(interval_chart([Row("", 0.0)], number_format="~f", title=""), "")
