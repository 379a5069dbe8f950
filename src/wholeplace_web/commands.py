"""The commands the web adds to ``wholeplace``: serve."""

from __future__ import annotations

import os
import subprocess
import sys

import click

from wholeplace_web.installation import SETTINGS_VARIABLE, installation, web_folder

_THREADS = 4


@click.command()
@click.option("--host", help="Address to listen on; by default the settings' web.host.")
@click.option("--port", type=int, help="Port to listen on; by default the settings' web.port.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Processes that answer requests.",
)
@click.option(
    "--draw-ahead/--no-draw-ahead",
    default=True,
    show_default=True,
    help="Draw the page of every place before anybody asks, when the machine has time.",
)
@click.pass_context
def serve(
    context: click.Context, host: str | None, port: int | None, workers: int, draw_ahead: bool
) -> None:
    """Serve the pages and print their address."""
    settings_file = context.find_root().params.get("settings_file")
    if settings_file is not None:
        os.environ[SETTINGS_VARIABLE] = str(settings_file)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholeplace_web.settings")
    settings = installation()
    address = f"{host or settings.web.host}:{port or settings.web.port}"
    _prepare()
    click.echo(f"Wholeplace is at http://{address}/ (Control and C stops it)")
    sys.stdout.flush()
    if draw_ahead:
        subprocess.Popen([sys.executable, "-m", "wholeplace_web.places.drawing_ahead"])
    _gunicorn(address, workers)


def _prepare() -> None:
    """Collect the files pages use, and bring the casework database up to date."""
    import django
    from django.core.management import call_command

    web_folder().mkdir(parents=True, exist_ok=True)
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)


def _gunicorn(address: str, workers: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):
        """Gunicorn with our options instead of its command line."""

        def load_config(self) -> None:
            """Threads within a few processes: pages wait on files more than they compute."""
            options = {
                "bind": address,
                "workers": workers,
                "worker_class": "gthread",
                "threads": _THREADS,
                "loglevel": "warning",
                "control_socket_disable": True,
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> object:
            """The application, made in each worker, with its slow first steps behind it."""
            from wholeplace_web.places.first_steps import take_first_steps
            from wholeplace_web.wsgi import application

            take_first_steps()
            return application

    Application().run()
