"""What the first reader of a worker would wait for, done before there is one."""

from __future__ import annotations

from threading import Thread

from wholeplace.places.charts import Row, interval_chart
from wholeplace.places.reading import read_place
from wholeplace.places.rendering import Renderer
from wholeplace_web.design.published import releases
from wholeplace_web.flow.rooms import rooms


def take_first_steps() -> None:
    """Open the published release and start the engine that draws charts."""
    release = releases().current()
    if release is not None:
        read_place(release, release.system)
    Thread(target=rooms, daemon=True).start()  # seconds that no other page needs
    Renderer().svg(interval_chart([Row("", 0.0)], number_format="~f", title=""), "")
