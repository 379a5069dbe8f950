"""Every route declares the permission it needs; writing is refused where nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.web.pages import LIVE_PAGES, PAGES


def routes(patterns: Any) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns)
        else:
            yield str(pattern.pattern), pattern.callback


@pytest.mark.usefixtures("site")
def test_every_route_declares_a_permission() -> None:
    from django.urls import get_resolver

    from wholeplace_web.accounts.permissions import permission_of

    found = dict(routes(get_resolver().url_patterns))

    assert len(found) >= 10
    assert [route for route, view in found.items() if permission_of(view) is None] == []


@pytest.mark.usefixtures("site")
def test_a_view_without_a_permission_is_noticed() -> None:
    from wholeplace_web.accounts.permissions import permission_of

    assert permission_of(lambda request: None) is None


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_only_answer_reading(client: Any, method: str) -> None:
    addresses = [*PAGES.values(), *LIVE_PAGES.values()]

    assert {getattr(client, method)(address).status_code for address in addresses} == {405}


@pytest.mark.usefixtures("site")
def test_migrations_match_the_models() -> None:
    from django.core.management import call_command

    # A browser test in the same process leaves an event loop in the main thread, and Django
    # refuses its database to a thread that has one.
    with ThreadPoolExecutor(1) as elsewhere:
        check = {"check": True, "dry_run": True, "verbosity": 0}
        elsewhere.submit(call_command, "makemigrations", **check).result()


@pytest.mark.usefixtures("site")
def test_the_user_model_is_our_own() -> None:
    from django.contrib.auth import get_user_model

    assert get_user_model()._meta.label == "accounts.User"
