"""The design system's stylesheet asks nothing of another host and is not committed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wholeplace_web.design.assets import LOCK_FOLDER, AssetsError, local_stylesheet


def test_remote_fonts_go_and_arial_stays() -> None:
    css, images = local_stylesheet(
        "@font-face{font-family:Frutiger W01;src:url(https://assets.nhs.uk/f.woff2)}"
        "body{font-family:Frutiger W01,arial,sans-serif}"
        "a{background:url(/assets/images/tick.svg)}/*# sourceMappingURL=x.map */"
    )

    assert css == "body{font-family:arial,sans-serif}a{background:url(images/tick.svg)}"
    assert images == ["tick.svg"]


@pytest.mark.parametrize("address", ["https://x/y.png", "//x/y.png", "'http://x/y.png'"])
def test_any_other_address_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(AssetsError, match="another host"):
        local_stylesheet(f"a{{background:url({address})}}")


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((LOCK_FOLDER / "package-lock.json").read_text())

    assert all("resolved" not in package for package in lock["packages"].values())
    assert all("integrity" in p for name, p in lock["packages"].items() if name)


def test_the_collected_stylesheet_is_served_with_a_lasting_name(
    client: object, site: object
) -> None:
    from django.templatetags.static import static

    address = static("vendor/nhsuk-frontend.min.css")

    assert Path(address).name != "nhsuk-frontend.min.css"
    assert address.endswith(".css")
