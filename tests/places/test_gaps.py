"""Gaps on pages: in the order of what is sure, in words that claim no more, and as slides."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.web.made_earlier import EARLIER_RUN_ID, make_earlier
from tests.web.made_gaps import WIDEST_GAP
from tests.web.made_release import make_release
from wholeplace.measures.catalogue import Area, ReleasedMeasure
from wholeplace.measures.release import Release
from wholeplace.places.gap_areas import area_shares, gap_areas
from wholeplace.places.gap_change import change_words
from wholeplace.places.gap_words import difference_of, line_words, people_words, ratio_words
from wholeplace.places.inequalities import build_inequalities
from wholeplace.places.measure_gaps import build_measure_gaps, slide_figures
from wholeplace.places.reading import Reading, read_place
from wholeplace.places.rendering import Renderer
from wholeplace.places.slides import HEIGHT, WIDTH, slide_png, slide_svg
from wholeplace.places.widest_gaps import Compared, read_gaps, telling_measures

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    """A made release and an earlier one in which one gap was half as wide."""
    folder = make_release(tmp_path_factory.mktemp("gaps"))
    make_earlier(folder, WIDEST_GAP)
    return Release(folder), Release(folder.parent / EARLIER_RUN_ID)


@pytest.fixture(scope="module")
def release(runs: tuple[Release, Release]) -> Release:
    return runs[0]


def peterborough(release: Release) -> Reading:
    return read_place(release, release.areas_by_slug["peterborough"])


def widest(reading: Reading) -> Compared:
    """The gap of the measure whose gap was made the widest."""
    measure = reading.release.measures[WIDEST_GAP]
    (one,) = read_gaps(reading).by("deprivation_2025", [measure])
    return one


def test_the_measure_made_to_have_the_widest_gap_leads(release: Release) -> None:
    view = build_inequalities(release, release.areas_by_slug["peterborough"])

    assert view.sentences[0].measure == WIDEST_GAP
    assert view.table.rows[0][0].measure == WIDEST_GAP
    assert view.breakdown == "deprivation_2025"


def test_a_gap_of_few_people_with_wide_limits_does_not_lead(release: Release) -> None:
    sure = widest(peterborough(release)).row
    unsure = replace(sure, ratio=9.0, ratio_lower=1.01, ratio_upper=80.0)

    assert unsure.sure_ratio < sure.sure_ratio


def test_a_smaller_value_is_ordered_by_how_many_times_smaller_it_surely_is(
    release: Release,
) -> None:
    row = widest(peterborough(release)).row
    below = replace(
        row, difference=-1.0, difference_lower=-2.0, difference_upper=-0.5, ratio=0.4,
        ratio_lower=0.3, ratio_upper=0.5,
    )  # fmt: skip

    assert below.sure_ratio == 2.0


def test_gaps_are_told_with_their_limits_and_signs(release: Release) -> None:
    row = replace(
        widest(peterborough(release)).row, statistic="proportion", difference=-0.128,
        difference_lower=-0.2, difference_upper=-0.05, ratio=0.5, ratio_lower=0.25,
        ratio_upper=1.0, people=-1234.0, people_lower=-2000.0, people_upper=-400.0,
    )  # fmt: skip

    assert difference_of(row) == "−12.8 points (−20.0 to −5.0)"
    assert ratio_words(row) == "0.5 (0.25 to 1.00)"
    assert people_words(row) == "1,234 fewer (400 to 2,000)"
    assert people_words(replace(row, people_upper=30.0)) == ("1,234 fewer (2,000 fewer to 30 more)")
    assert people_words(replace(row, people=None)) == "Cannot be said"
    assert ratio_words(replace(row, ratio=None)) == "None: nobody is counted in one group"


def test_a_slope_whose_limits_hold_nought_is_not_claimed(release: Release) -> None:
    measure = ReleasedMeasure("m", "M")
    row = replace(
        widest(peterborough(release)).row, sii=0.02, sii_lower=-0.01, sii_upper=0.05
    )  # fmt: skip

    assert "no clear slope" in line_words(measure, row)
    assert "2 in 100 above" in line_words(measure, replace(row, sii_lower=0.01))
    assert line_words(measure, replace(row, sii=None)) == ""


@pytest.mark.parametrize(("polarity", "ordered"), [("lower", True), ("none", False)])
def test_use_of_care_that_is_neither_good_nor_bad_is_not_put_in_order_with_others(
    release: Release, monkeypatch: pytest.MonkeyPatch, polarity: str, ordered: bool
) -> None:
    measures = dict(release.measures)
    measures[WIDEST_GAP] = replace(measures[WIDEST_GAP], polarity=polarity)
    monkeypatch.setitem(release.__dict__, "measures", measures)

    told = {measure.name for measure in telling_measures(peterborough(release))}

    assert "diabetes" in told
    assert (WIDEST_GAP in told) is ordered


def test_a_slope_is_told_as_a_ratio_too_where_there_is_one(release: Release) -> None:
    measure = ReleasedMeasure("m", "M")
    slope = {"sii": 0.19, "sii_lower": 0.16, "sii_upper": 0.22}
    row = replace(
        widest(peterborough(release)).row, **slope, rii=3.792, rii_lower=2.97, rii_upper=4.936
    )

    assert line_words(measure, row).endswith(
        "its least deprived end (slope index of inequality; 95% limits 16 in 100 to 22 in 100), or "
        "3.79 times as high (relative index of inequality; 2.97 to 4.94)."
    )
    assert line_words(measure, replace(row, rii=None)).endswith("22 in 100).")


def test_neighbourhoods_are_ranked_by_the_people_above_the_least_deprived_fifths_value(
    release: Release,
) -> None:
    reading = peterborough(release)
    one = widest(reading)
    area = Area("Z", "Z", "msoa", "z")
    values = [replace(one.group, value=v, lower=v - 5, upper=v + 5) for v in (40.0, 90.0)]

    shares = area_shares(one.measure, one, [(area, value) for value in values])

    assert one.reference.value is not None
    assert one.group.denominator is not None
    expected = one.group.denominator / 1000 * (90.0 - one.reference.value)
    assert shares[0].more == pytest.approx(expected)
    assert shares[0].lower < shares[0].more < shares[0].upper
    assert shares[1].more < shares[0].more


def test_a_place_without_neighbourhoods_has_none_behind_its_gap(release: Release) -> None:
    reading = read_place(release, release.areas_by_slug["fenland-001-msoa"])

    assert gap_areas(reading, widest(reading)) is None
    assert gap_areas(peterborough(release), widest(peterborough(release))) is not None


def test_a_change_is_said_only_where_the_limits_leave_no_doubt(
    runs: tuple[Release, Release],
) -> None:
    release, earlier = runs
    reading = peterborough(release)
    one = widest(reading)
    other = read_gaps(reading).by("deprivation_2025", [release.measures["diabetes"]])[0]

    assert change_words(reading, one, [earlier]).endswith("it has become wider.")
    assert change_words(reading, other, [earlier]).endswith("no clear change.")
    assert "cannot be said" in change_words(reading, one, [])


def test_without_an_earlier_run_the_years_of_core20plus5_tell_of_the_gap_to_everyone_else(
    release: Release,
) -> None:
    reading = peterborough(release)
    gaps = read_gaps(reading)
    diabetes = gaps.by("deprivation_2025", [release.measures["diabetes"]])[0]

    assert change_words(reading, diabetes, []) == (
        "By yearly counts since 31 March 2022: the gap between Core20 and everyone else is wider "
        "than it was. Everyone else is in no PLUS group either."
    )
    assert "cannot be said" in change_words(
        reading, replace(diabetes, row=replace(diabetes.row, breakdown="sex")), []
    )


def test_a_measure_defined_otherwise_before_is_not_compared(
    runs: tuple[Release, Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    release, earlier = runs
    reading = peterborough(release)
    before = dict(earlier.measures)
    before[WIDEST_GAP] = replace(before[WIDEST_GAP], version="another")
    monkeypatch.setitem(earlier.__dict__, "measures", before)

    assert "cannot be said" in change_words(reading, widest(reading), [earlier])


def test_every_way_of_dividing_people_is_in_the_table_of_a_measure(release: Release) -> None:
    gaps = build_measure_gaps(peterborough(release), release.measures["diabetes"])

    assert gaps is not None
    compared_by = {row[0].text for row in gaps.table.rows}
    assert {"Urban or rural", "Ethnic group", "Sex", "Age"} < compared_by
    assert any("slope index of inequality" in sentence for sentence in gaps.sentences)


@pytest.fixture(scope="module")
def slides(release: Release) -> dict[str, Any]:
    figures = slide_figures(peterborough(release), release.measures[WIDEST_GAP])
    return {name: slide_svg(figure, Renderer()) for name, figure in figures.items()}


@pytest.mark.parametrize("name", ["groups", "neighbourhoods"])
def test_a_slide_stands_alone(slides: dict[str, Any], name: str) -> None:
    root = ET.fromstring(slides[name])
    words = " ".join("".join(text.itertext()) for text in root.findall(f"{SVG}text"))

    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))
    assert 16 * HEIGHT == 9 * WIDTH
    assert "Emergency admissions" in words
    assert "Peterborough" in words
    assert "Source: Wholeplace run" in words
    assert "The people are invented" in words
    assert not [node for node in root.iter() if "href" in " ".join(node.attrib)]


def test_a_slides_picture_is_a_picture(slides: dict[str, Any], tmp_path: Path) -> None:
    assert slide_png(slides["groups"]).startswith(b"\x89PNG")
