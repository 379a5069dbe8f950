"""What holds for every page: it answers, is well formed, safe, bannered, small, and kept."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from tests.web.pages import ERROR_PAGES, LIVE_PAGES, PAGES

LARGEST_PAGE = 500_000
ALL = PAGES | LIVE_PAGES


class Reader(HTMLParser):
    """Collects what the checks below need from a page."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.sent_to: list[str] = []
        self.inline: list[str] = []
        self.charts = 0
        self.unnamed_charts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if "id" in held:
            self.ids.append(held["id"])
        self.addresses += [held[name] for name in ("href", "src") if name in held]
        if "action" in held:
            posts = (held.get("method") or "get").lower() == "post"
            (self.sent_to if posts else self.addresses).append(held["action"])
        if "style" in held or tag in ("script", "style") or any(n.startswith("on") for n in held):
            self.inline.append(f"{tag} {sorted(held)}")
        if tag == "svg" and held.get("role") == "img":
            self.charts += 1
            self.unnamed_charts += not held.get("aria-label")


GUIDANCE = "NHS England and NHS Improvement. NHS operational planning"
"""A source that a model cites for its own value, whoever its people are."""


def read(client: Any, address: str) -> tuple[Any, str, Reader]:
    response = client.get(address)
    text = response.content.decode()
    reader = Reader()
    reader.feed(text)
    return response, text, reader


@pytest.mark.parametrize("kind", ALL)
def test_page_answers_and_says_the_people_are_invented(client: Any, kind: str) -> None:
    response, text, _ = read(client, ALL[kind])

    assert response.status_code == 200
    assert "The people here are invented" in text
    assert "The small areas and practices are invented too" in text
    assert "NHS England" not in text.replace(GUIDANCE, "")


@pytest.mark.parametrize("kind", ALL)
def test_page_runs_no_script_and_takes_nothing_from_elsewhere(client: Any, kind: str) -> None:
    response, _, reader = read(client, ALL[kind])

    assert reader.inline == []
    assert [a for a in reader.addresses if not a.startswith(("/", "#", "?"))] == []
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("kind", ALL)
def test_page_has_one_first_heading_and_skips_no_level(client: Any, kind: str) -> None:
    _, _, reader = read(client, ALL[kind])
    steps = zip(reader.headings, reader.headings[1:], strict=False)

    assert reader.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in steps)


@pytest.mark.parametrize("kind", ALL)
def test_page_repeats_no_id_and_names_every_chart(client: Any, kind: str) -> None:
    _, _, reader = read(client, ALL[kind])

    assert len(reader.ids) == len(set(reader.ids))
    assert reader.unnamed_charts == 0


@pytest.mark.parametrize("kind", ALL)
def test_page_stays_small(client: Any, kind: str) -> None:
    assert len(client.get(ALL[kind]).content) < LARGEST_PAGE


def test_every_link_of_every_page_leads_somewhere(client: Any, without_charts: None) -> None:
    """One link is followed to each path; the query only says for which place."""
    links = {
        address.partition("?")[0]: (address.partition("#")[0], page)
        for page in ALL.values()
        for address in read(client, page)[2].addresses
        if address.startswith("/") and not address.startswith("/static/")
    }

    assert len(links) > 100
    assert [pair for pair in links.values() if client.get(pair[0]).status_code >= 400] == []


def test_every_form_is_sent_somewhere_that_takes_it(client: Any) -> None:
    """An address that is only sent to answers that it may not be read: it is there."""
    sent_to = {address for page in ALL.values() for address in read(client, page)[2].sent_to}

    assert sent_to
    assert {client.get(address).status_code for address in sent_to} <= {200, 405}


@pytest.mark.parametrize("kind", ALL)
def test_links_within_a_page_lead_to_its_parts(client: Any, kind: str) -> None:
    _, _, reader = read(client, ALL[kind])
    inside = [address[1:] for address in reader.addresses if address.startswith("#")]

    assert [part for part in inside if part not in reader.ids] == []


@pytest.mark.parametrize("kind", PAGES)
def test_page_is_drawn_once_and_then_kept(
    client: Any, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(PAGES[kind])
    monkeypatch.setattr("wholeplace_web.design.templates.Renderer.svg", None)
    again = client.get(PAGES[kind])
    unchanged = client.get(PAGES[kind], headers={"If-None-Match": first.headers["ETag"]})

    assert again.content == first.content
    assert unchanged.status_code == 304


@pytest.mark.parametrize("kind", ERROR_PAGES)
def test_a_page_that_is_not_there_offers_the_search(client: Any, kind: str) -> None:
    response, text, _ = read(client, ERROR_PAGES[kind])

    assert response.status_code == 404
    assert 'action="/places"' in text


def test_compressed_and_plain_readers_get_the_same_page(client: Any) -> None:
    import gzip

    plain = client.get("/places/fenland")
    packed = client.get("/places/fenland", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
