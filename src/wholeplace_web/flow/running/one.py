"""One run in a process of its own: ``run`` of the model's own command, after naming the run.

The name of a run holds the version of the program, and that may have changed since a page named it;
so it is named again here, by the program that then runs it.
"""

from __future__ import annotations

import os
import sys

import django

from wholeplace.cli.main import main
from wholeplace_web.installation import SETTINGS_VARIABLE


def run_scenario(number: int) -> None:
    """Run a saved scenario to its end.

    Args:
        number: Its number.

    Raises:
        SystemExit: With 1 where it failed; what went wrong is on standard error by then.
    """
    from wholeplace_web.flow.models import Scenario
    from wholeplace_web.flow.rooms import room_of

    scenario = Scenario.objects.get(pk=number)
    room = room_of(scenario.model)
    folder = room.order_run(scenario)
    scenario.run_id = folder.run_id
    scenario.save(update_fields=["run_id"])
    named = os.environ.get(SETTINGS_VARIABLE)
    settings = ["--settings", named] if named else []
    look = ["--headline"] if scenario.replications <= room.model.replications[0] else []
    main([*settings, room.model.command, "run", str(folder.scenario_file), *look])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholeplace_web.settings")
    django.setup()
    run_scenario(int(sys.argv[1]))
