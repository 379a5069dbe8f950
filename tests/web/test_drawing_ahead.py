"""Pages drawn ahead are the pages readers get, and drawing ends with the server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.made_release import make_release
from wholeplace.measures.release import Release


@pytest.mark.usefixtures("without_charts")
def test_a_page_drawn_ahead_is_the_one_a_reader_gets(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import translation

    from wholeplace_web.places.drawing_ahead import draw

    with translation.override("en-gb"):
        assert draw("/places/fenland") == 200
    monkeypatch.setattr("wholeplace_web.places.views.build_profile", None)

    assert client.get("/places/fenland").status_code == 200


def test_every_place_comes_before_the_measures(site: object, tmp_path: Any) -> None:
    from wholeplace_web.places.drawing_ahead import addresses

    found = list(addresses(Release(make_release(tmp_path))))

    assert found[0] == "/"
    assert found.index("/places/fenland-001-msoa") < found.index("/measures/diabetes")


def test_drawing_ends_when_the_server_is_gone(site: object) -> None:
    from wholeplace_web.places.drawing_ahead import draw_while

    draw_while(parent=-1)


def test_a_worker_starts_with_and_without_a_release(
    site: object, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wholeplace_web.places.first_steps import take_first_steps

    take_first_steps()
    monkeypatch.setattr("wholeplace_web.design.published.release_zone", lambda: tmp_path)
    take_first_steps()
