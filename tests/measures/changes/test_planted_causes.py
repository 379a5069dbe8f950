"""One planted cause at a time, and all together: each is named, alone, with its exact size."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.measures.changes.stories import (
    NEXT_MONTH,
    SECOND,
    Move,
    Story,
    new_story,
    parts,
)
from tests.measures.small_installation import AS_AT, OTHER, STROKE, Life, nhs_number_of
from wholeplace.core.errors import RunError
from wholeplace.measures.changes import Explanation, sentence
from wholeplace.measures.changes.parts import Figures
from wholeplace.record.runs import final_folders
from wholeplace.statistics import HES

LATER = SECOND + dt.timedelta(days=10)
KNOWN = dt.date(2026, 6, 1)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of an installation with one submission of 3,000 people, and a run over it."""
    folder = tmp_path_factory.mktemp("stories") / "told"
    story = new_story(folder)
    story.send(story.lives)
    return folder, story.run()


@pytest.fixture
def story(told: tuple[Path, str], tmp_path: Path) -> Iterator[Story]:
    """A copy of it, to be changed."""
    yield new_story(tmp_path / "story", base=told[0])
    shutil.rmtree(tmp_path / "story")


def present(lives: list[Life], on: dt.date = AS_AT) -> list[Life]:
    def lasts(end: dt.date | None) -> bool:
        return end is None or end > on

    return [one for one in lives if lasts(one.died) and lasts(one.left) and one.joined <= on]


def strokes(lives: list[Life], on: dt.date = AS_AT) -> int:
    return sum(any(code == STROKE and day <= on for day, code in one.coded) for one in lives)


def with_stroke(lives: list[Life]) -> list[Life]:
    return [one for one in lives if one.stroke]


def without_stroke(lives: list[Life]) -> list[Life]:
    return [one for one in lives if not one.stroke]


def test_a_definition_edited_is_all_there_is(told: tuple[Path, str], story: Story) -> None:
    story.edit("age >= 65", "age >= 70")
    found = story.why(told[1], story.run(), ["dementia_65", "stay_rate"])

    aged = [one for one in present(story.lives) if 65 <= one.age < 70]
    lost = sum(one.dementia for one in aged)
    assert parts(found["dementia_65"]) == {"definition": (-lost, -len(aged))}
    assert not any(one.moved for name, one in found.items() if name != "dementia_65")


def test_a_code_list_edited_is_told_from_a_definition(told: tuple[Path, str], story: Story) -> None:
    story.edit('"422504002")', f'"422504002", "{OTHER}")')
    found = story.why(told[1], story.run(), ["stroke_prevalence", "dementia_65"])

    gained = without_stroke([one for one in present(story.lives) if one.coded])
    assert parts(found["stroke_prevalence"]) == {"code_list": (len(gained), 0)}
    assert "changed code lists (stroke: 1 added, 0 taken out)" in sentence(
        found["stroke_prevalence"]
    )
    assert not found["dementia_65"].moved


def test_a_list_and_a_rule_edited_at_once_are_told_apart(
    told: tuple[Path, str], story: Story
) -> None:
    story.edit("count(person.stroke)", "count(person.stroke, among=person.age >= 50)")
    story.edit('"422504002")', f'"422504002", "{OTHER}")')
    found = story.why(told[1], story.run(), ["stroke_prevalence"])

    here = present(story.lives)
    young = [one for one in here if one.age < 50]
    gained = without_stroke([one for one in here if one.age >= 50])
    assert parts(found["stroke_prevalence"]) == {
        "definition": (-len(with_stroke(young)), -len(young)),
        "code_list": (len(gained), 0),
    }


def test_late_records_and_corrections_are_all_there_is(
    told: tuple[Path, str], story: Story
) -> None:
    well = without_stroke(present(story.lives))[:40]
    late = [{"local_id": o.local_id, "event_date": "2026-02-03", "code": STROKE} for o in well]
    story.installation.land("gp_event", late, received=SECOND, kind="increment")
    moved = next(one for one in present(story.lives) if one.stays_in_period)
    number = next(
        n for n, (day, _) in enumerate(moved.stays) if dt.date(2025, 4, 1) <= day <= AS_AT
    )
    stay = {
        "spell_id": f"{moved.local_id}-{number}",
        "local_id": f"H{moved.local_id}",
        "nhs_number": moved.nhs_number,
        "nhs_number_status": "01",
        "provider_code": "RGT",
        "admission_date": "2023-04-02",
    }
    story.installation.land(
        "hospital_spell", [stay], source="cuh", received=SECOND, kind="increment"
    )
    measures = ["stroke_prevalence", "stay_rate", "people"]
    found = story.why(told[1], story.run(known_at=KNOWN), measures)

    assert parts(found["stroke_prevalence"]) == {"late": (40, 0)}
    assert parts(found["stay_rate"]) == {"late": (-1, 0)}
    assert not found["people"].moved


def test_a_practice_that_begins_or_ceases_to_send_is_all_there_is(
    story: Story, tmp_path: Path
) -> None:
    joining = story.lives[0].practice
    rest = [one for one in story.lives if one.practice != joining]
    theirs = present([one for one in story.lives if one.practice == joining])
    new = new_story(tmp_path / "joining")
    new.send(rest)
    first = new.run()
    new.send(story.lives, SECOND)
    both = new.run(known_at=SECOND)
    new.send(rest, LATER)
    last = new.run(known_at=LATER)

    measures = ["stroke_prevalence", "people"]
    began, ceased = new.why(first, both, measures), new.why(both, last, measures)
    size = (len(with_stroke(theirs)), len(theirs))
    assert parts(began["stroke_prevalence"]) == {"feed_joined": size}
    assert parts(began["people"]) == {"feed_joined": (len(theirs), len(theirs))}
    assert parts(ceased["stroke_prevalence"]) == {"feed_left": (-size[0], -size[1])}


def test_a_provider_that_begins_to_send_is_all_there_is(
    told: tuple[Path, str], story: Story
) -> None:
    one = present(story.lives)[0]
    stay = {
        "spell_id": "new-1",
        "local_id": f"P{one.local_id}",
        "nhs_number": one.nhs_number,
        "nhs_number_status": "01",
        "provider_code": "RGM",
        "admission_date": "2026-03-01",
    }
    story.installation.land("hospital_spell", [stay], source="papworth", received=SECOND)
    found = story.why(told[1], story.run(known_at=KNOWN), ["stay_rate"])

    assert parts(found["stay_rate"]) == {"feed_joined": (1, 0)}


def a_month_later(story: Story) -> list[Life]:
    """The same people a month on: some fell ill, died, came; nothing of before has changed."""
    lives = deepcopy(story.lives)
    here = present(lives)
    for one in without_stroke(here)[:30]:
        one.coded.append((dt.date(2026, 4, 10), STROKE))
    for one in [o for o in here if o.stroke][-20:]:
        one.died = one.left = dt.date(2026, 4, 20)
    for number in range(15):
        pattern = here[number]
        lives.append(
            Life(
                local_id=f"N{number:05d}",
                nhs_number=nhs_number_of(len(lives) + 100),
                born=dt.date(1960, 1, 1),
                sex="2",
                ethnic="A",
                practice=pattern.practice,
                small_area=pattern.small_area,
                joined=dt.date(2026, 4, 15),
                coded=[(dt.date(2020, 1, 1), STROKE)],
            )
        )
    return lives


def test_a_month_that_passes_is_new_records_and_people_one_by_one(
    told: tuple[Path, str], story: Story
) -> None:
    story.send(a_month_later(story), SECOND + dt.timedelta(days=1))
    found = story.why(told[1], story.run(NEXT_MONTH, KNOWN))

    assert parts(found["stroke_prevalence"]) == {
        "new": (30, 0),
        "came": (15, 15),
        "went": (-20, -20),
    }
    april = dt.date(2025, 4, 1), dt.date(2025, 4, 30)
    gone = [one for one in story.lives if one.left and one.left <= april[1]]
    ended = sum(
        april[0] <= day <= april[1]
        for one in story.lives
        if one.here_in_period and one not in gone
        for day, _ in one.stays
    )
    time = parts(found["stay_rate"])["time"][0]
    assert -time >= ended > 0
    assert set(parts(found["stay_rate"])) == {"came", "went", "time"}


def everything_at_once(story: Story) -> str:
    """Late data, a practice joining, a month, an edited rule and an edited list together."""
    lives = a_month_later(story)
    for one in without_stroke(present(lives))[60:90]:
        one.coded.append((dt.date(2026, 1, 10), STROKE))
    here = present(lives, NEXT_MONTH)
    there = next(o for o in here if o.practice != here[0].practice)
    moving = [o for o in here if o.practice == here[0].practice][50:90]
    day = dt.date(2026, 4, 5)
    moves = [Move(o.local_id, there.practice, there.small_area, day) for o in moving]
    story.send(lives, SECOND + dt.timedelta(days=1), moves)
    story.edit("age >= 65", "age >= 60")
    story.edit('"422504002")', '"422504002", "1321000119108")')
    return story.run(NEXT_MONTH, KNOWN)


def test_all_causes_together_still_add_up_to_what_each_run_counted(
    tmp_path: Path,
) -> None:
    new = new_story(tmp_path / "everything")
    joining = new.lives[0].practice
    new.send([one for one in new.lives if one.practice != joining])
    first = new.run()
    second = everything_at_once(new)
    release = new.installation.release(second)
    places = [a for a in release.areas.values() if a.population_registered or a.population_resident]
    left = next(a for a in places if a.code == present(new.lives)[0].practice)
    chosen = [release.system, left, *sorted(places, key=lambda a: a.slug)[::4]]

    found = new.why_in(chosen, first, second)

    assert {one.basis for one in found} == {"registered", "resident"}
    assert {p.cause for one in found for p in one.parts if not p.nothing} >= {
        *("definition", "code_list", "late", "feed_joined", "came", "went", "moved", "new"),
    }
    moved = next(one for one in found if one.area == left and one.measure.name == "people")
    assert parts(moved)["moved"] == (-40, -40)
    for one in found:
        _adds_up(one)
        for run_id, figures in ((first, one.before), (second, one.after)):
            assert figures.numerator == _counted(new, run_id, one)
        assert not [p for p in one.parts if p.cause == "unexplained" and not p.nothing]


def test_released_parts_add_up_to_the_change_of_the_released_numbers(
    told: tuple[Path, str], story: Story
) -> None:
    second = everything_at_once(story)

    for one in story.why(told[1], second, profile=HES).values():
        released = [_released(story, run_id, one) for run_id in one.runs]
        for figures, (numerator, denominator, value) in zip(
            (one.before, one.after), released, strict=True
        ):
            assert (figures.numerator, figures.denominator, figures.value) == (
                numerator,
                denominator,
                value,
            )
        for part in one.parts:
            assert (part.figures.numerator or 0) % 5 == 0
        if all(part.figures.status == "shown" for part in one.parts):
            _adds_up(one)


def land_three_strokes_late(story: Story) -> str:
    """Land that three people had a stroke, and run again."""
    well = without_stroke(present(story.lives))[:3]
    late = [{"local_id": o.local_id, "event_date": "2026-02-03", "code": STROKE} for o in well]
    story.installation.land("gp_event", late, received=SECOND, kind="increment")
    return story.run(known_at=KNOWN)


def why_more_strokes(story: Story, first: str, second: str) -> Explanation:
    return story.why(first, second, ["stroke_prevalence"], profile=HES)["stroke_prevalence"]


def test_a_change_of_a_number_that_a_release_withholds_is_not_told(story: Story) -> None:
    story.unprotected()
    first = story.run()
    second = land_three_strokes_late(story)
    assert why_more_strokes(story, first, second).after.status == "shown"
    withhold(story.installation.data / "release" / second / "values.parquet", "stroke_prevalence")

    one = why_more_strokes(story, first, second)

    assert one.before.status == "shown"
    assert (one.after.status, one.after.numerator, one.after.value) == ("withheld", None, None)
    assert {part.figures for part in one.parts} == {Figures(None, None, None, "withheld")}


def withhold(values: Path, measure: str) -> None:
    """Withhold a measure's numbers from a release, as the gate would."""
    table = pq.read_table(values)
    its = pc.equal(table["measure"], measure)
    for name in ("status", "numerator", "value", "lower", "upper"):
        kind = table.schema.field(name).type
        gone = pa.scalar("withheld" if name == "status" else None, kind)
        column = pc.if_else(its, gone, table[name])
        table = table.set_column(table.schema.get_field_index(name), name, column)
    pq.write_table(table, values)


def test_a_small_part_is_not_shown(story: Story) -> None:
    story.unprotected()
    first = story.run()
    one = why_more_strokes(story, first, land_three_strokes_late(story))

    part = next(p for p in one.parts if p.cause == "late")
    assert part.figures.status == "suppressed"
    assert part.figures.numerator is part.figures.value is None
    assert "parts too small to show" in sentence(one)
    assert " 3 " not in sentence(one)


@pytest.mark.parametrize(
    ("zone", "says"),
    [("cubes", "counts"), ("links", "links of records"), ("batch", "of the 5 files")],
)
def test_a_run_whose_data_are_gone_says_so(
    told: tuple[Path, str], story: Story, zone: str, says: str
) -> None:
    story.edit("age >= 65", "age >= 70")
    second, data = story.run(), story.installation.data
    if zone == "cubes":
        shutil.rmtree(final_folders(data, told[1]).cubes)
    elif zone == "links":
        (data / "vault" / "person_link" / f"{told[1]}.parquet").unlink()
    else:
        shutil.rmtree(next((data / "record" / "landed" / "gp_event").iterdir()))

    with pytest.raises(RunError, match=f"{says}.*gone.*whose data are kept"):
        story.why(told[1], second)


def test_runs_in_the_wrong_order_or_by_other_definitions_say_what_to_do(
    told: tuple[Path, str], story: Story
) -> None:
    later = story.run(NEXT_MONTH, KNOWN)

    with pytest.raises(RunError, match="Name the earlier run first"):
        story.why(later, told[1])
    with pytest.raises(RunError, match="two runs are the same"):
        story.why(later, later)
    story.edit("age >= 65", "age >= 70")
    with pytest.raises(RunError, match=r"dementia_65 is not the one.*Run again"):
        story.why(told[1], later)


def _adds_up(one: Explanation) -> None:
    for name in ("numerator", "denominator"):
        start, end = getattr(one.before, name), getattr(one.after, name)
        if start is not None and end is not None:
            assert sum(getattr(p.figures, name) or 0 for p in one.parts) == end - start
    if one.before.value is not None and one.after.value is not None:
        moved = sum(p.figures.value or 0 for p in one.parts)
        if all(p.figures.value is not None for p in one.parts):
            assert moved == pytest.approx(one.after.value - one.before.value, abs=1e-9)


def _counted(story: Story, run_id: str, one: Explanation) -> int:
    """The numerator of a run for an area, straight from its cube."""
    folders = final_folders(story.installation.data, run_id)
    cube = pq.read_table(folders.cubes / f"{one.basis}.parquet")
    reference = story.installation.data / "record" / "reference"
    name, key, place = {
        "registered": ("practices", "practice_code", "practice"),
        "resident": ("small_areas", "lsoa21", "lsoa21"),
    }[one.basis]
    table = pq.read_table(reference / f"{name}.parquet")
    column = {"pcn": "pcn_code", "practice": "practice_code"}.get(
        one.area.area_type, one.area.area_type
    )
    inside = table
    if column in table.column_names:
        inside = table.filter(pc.equal(table[column], one.area.code))
    cells = cube.filter(pc.is_in(cube[place], inside[key].combine_chunks()))
    return pc.sum(cells[f"{one.measure.name}__numerator"]).as_py() or 0


def _released(story: Story, run_id: str, one: Explanation) -> tuple[object, object, object]:
    release = story.installation.release(run_id)
    rows = release.values(
        area_codes=[one.area.code],
        area_types=[one.area.area_type],
        measures=[one.measure.name],
        breakdowns=["all"],
        basis=one.basis,
    )
    return rows[0].numerator, rows[0].denominator, rows[0].value
