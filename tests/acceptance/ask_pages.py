"""Asks an installation's pages through Django's test client, and prints what each answered.

    WHOLEPLACE_SETTINGS=wholeplace.toml python ask_pages.py /places/fenland /data ...

Django is set up once in a process, so a test that needs other data asks in a process of its own.
"""

from __future__ import annotations

import base64
import json
import os
import sys


def ask(addresses: list[str]) -> dict[str, list[object]]:
    """Address → its status and text."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "wholeplace_web.settings"
    import django
    from django.core.management import call_command

    from wholeplace_web.design.assets import build, built
    from wholeplace_web.installation import web_folder

    if not built():
        build()
    web_folder().mkdir(parents=True, exist_ok=True)
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    answers = {address: client.get(address) for address in addresses}
    return {a: [found.status_code, as_text(found.content)] for a, found in answers.items()}


def as_text(content: bytes) -> str:
    """Content as text; what is no text, such as a workbook, in base 64."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return base64.b64encode(content).decode()


if __name__ == "__main__":
    json.dump(ask(sys.argv[1:]), sys.stdout)
