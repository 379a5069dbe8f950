"""One installation for the web and browser tests: settings, a made release, collected files."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.web.made_earlier import make_earlier
from tests.web.made_gaps import WIDEST_GAP
from tests.web.made_release import make_release, publish
from tests.web.made_scenarios import make_scenarios


@dataclass(frozen=True)
class Site:
    """Where the installation of the tests is."""

    settings_file: Path
    release_zone: Path


@cache
def made_site() -> Site:
    """Make the installation, and set Django up with it, once in a test process."""
    root = Path(tempfile.mkdtemp(prefix="wholeplace-web-"))
    settings_file = root / "wholeplace.toml"
    settings_file.write_text(
        '[data]\nfolder = "data"\n[web]\nallowed_hosts = ["127.0.0.1", "localhost", "testserver"]\n'
    )
    zone = root / "data" / "release"
    zone.mkdir(parents=True)
    make_earlier(make_release(zone), WIDEST_GAP)
    publish(zone)
    os.environ["WHOLEPLACE_SETTINGS"] = str(settings_file)
    os.environ["DJANGO_SETTINGS_MODULE"] = "wholeplace_web.settings"
    # Browser tests in the same process leave an event loop in the main thread, and Django refuses
    # its database to a thread that has one unless told that nothing here runs at the same time.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    _set_up_django(root)
    return Site(settings_file, zone)


def _set_up_django(root: Path) -> None:
    import django
    from django.core.management import call_command

    from wholeplace_web.design.assets import build, built

    if not built():
        build()
    (root / "data" / "web").mkdir()
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    make_scenarios(root / "data")
