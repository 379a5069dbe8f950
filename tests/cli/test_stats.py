"""``wholeplace stats``: golden files in, the reference's answers out; mistakes named by row."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from numpy.testing import assert_allclose

from wholeplace.cli.main import wholeplace
from wholeplace.core.errors import WholeplaceError

METHODS = [
    *("proportion", "rate", "mean", "dsr", "isr", "life-table"),
    *("sii", "funnel", "quantile", "spc", "compare", "trend"),
]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(wholeplace, ["stats", *map(str, arguments)])


def rows(*arguments: str | Path) -> list[dict[str, str]]:
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def numbers(found: list[dict[str, str]], name: str) -> list[float]:
    return [float(row[name]) if row[name] else float("nan") for row in found]


@pytest.fixture
def write(tmp_path: Path):
    def make(text: str) -> Path:
        path = tmp_path / "input.csv"
        path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n")
        return path

    return make


@pytest.mark.parametrize("method", METHODS)
def test_every_method_says_what_it_does_with_an_example(method: str) -> None:
    done = run(method, "--help")

    assert done.exit_code == 0
    assert f"wholeplace stats {method} " in done.output


def test_proportions_come_added_up_by_group_at_several_confidences(write) -> None:
    path = write("""
        district,ward,numerator,denominator
        Fenland,A,30,50
        Fenland,B,35,50
        Cambridge,C,0,20
    """)

    got = rows("proportion", path, "--by", "district", "--confidence", 0.95, 0.998)

    assert [row["district"] for row in got] == ["Fenland", "Cambridge"]
    assert numbers(got, "value") == [0.65, 0]
    assert_allclose(numbers(got, "lower_95"), [0.5525444, 0], atol=1e-6)
    assert numbers(got, "lower_99_8")[0] < numbers(got, "lower_95")[0]


def test_coverages_may_come_before_the_file_and_each_with_a_flag(write) -> None:
    path = write("numerator,denominator\n5,10")

    after, before, flagged = (
        rows("proportion", *words)
        for words in (
            (path, "--confidence", 0.95, 0.998),
            ("--confidence", 0.95, 0.998, path),
            (path, "--confidence", 0.95, "--confidence", 0.998),
        )
    )

    assert after == before == flagged
    assert "lower_99_8" in after[0]


def test_a_coverage_out_of_range_is_refused_as_one(write) -> None:
    done = run("proportion", write("numerator,denominator\n5,10"), "--confidence", 0.95, 95)

    assert done.exit_code != 0
    assert "95" in done.output


def test_rates_of_single_rows_keep_their_other_columns(write) -> None:
    got = rows("rate", write("area,events,population\nX,0,100\nY,65,100"), "--per", 1000)

    assert [row["area"] for row in got] == ["X", "Y"]
    assert_allclose(numbers(got, "value"), [0, 650])
    assert_allclose(numbers(got, "upper_95"), [36.9, 828.5], atol=0.05)


def test_means_leave_blanks_out(write) -> None:
    (got,) = rows("mean", write("value\n4\n6\n\n8\nNA"))

    assert (got["n"], got["value"]) == ("3", "6")


@pytest.mark.reference
def test_standardised_rates_equal_the_reference(reference: Path) -> None:
    golden = reference / "golden" / "statistics"
    file = golden / "phe_test__test_multiarea_esp.csv"
    results = list(csv.DictReader((golden / "phe_test__test_DSR_results.csv").open()))[4:6]

    got = rows(
        *("dsr", file, "--by", "area", "--events", "count", "--population", "pop"),
        *("--age", "ageband", "--confidence", "0.95", "--confidence", "0.998"),
    )[:2]

    for mine, theirs in (
        ("value",) * 2,
        ("lower_95", "lower95_0cl"),
        ("upper_99_8", "upper99_8cl"),
    ):
        assert_allclose(numbers(got, mine), numbers(results, theirs), rtol=1e-9)


@pytest.mark.reference
def test_indirect_ratios_equal_the_reference(reference: Path) -> None:
    file = reference / "golden" / "statistics" / "phe_test__test_ISR_ownref.csv"

    got = rows(
        *("isr", file, "--by", "area", "--events", "count", "--population", "pop"),
        *("--age", "ageband", "--reference-events", "refcount"),
        *("--reference-population", "refpop"),
    )

    assert_allclose(numbers(got, "ratio")[:2], [107.072329390203, 10.8866837704005], rtol=1e-9)
    assert_allclose(numbers(got, "rate_lower_95")[:2], [9365.91600297888, 819.521002506463])


@pytest.mark.reference
def test_slope_indices_of_life_expectancy_by_district(reference: Path, tmp_path: Path) -> None:
    source = csv.DictReader((reference / "golden/statistics/phe_data__LE_data.csv").open())
    chosen = [row for row in source if row["GeoCode"] == "E06000031"]
    path = tmp_path / "life.csv"
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Sex", "Decile", "value", "lower", "upper", "Pop"])
        for row in chosen:
            value, error = float(row["LifeExp"]), 1.959964 * float(row["SE"])
            people = [value, value - error, value + error, row["Pop"]]
            writer.writerow([row["Sex"], row["Decile"], *people])

    named = ("--by", "Sex", "--quantile", "Decile", "--population", "Pop")
    got = rows("sii", path, *named)
    from_errors = rows(
        *("sii", reference / "golden/statistics/phe_data__LE_data.csv", *named, "--by", "GeoCode"),
        *("--value", "LifeExp", "--error", "SE"),
    )
    same = [row for row in from_errors if row["GeoCode"] == "E06000031"]
    for name in ("sii", "sii_lower_95", "rii_upper_95"):
        assert_allclose(numbers(got, name), numbers(same, name), rtol=1e-5)
    assert [row["Sex"] for row in got] == ["1", "2"]
    assert all(float(r["sii_lower_95"]) < float(r["sii"]) < float(r["sii_upper_95"]) for r in got)
    assert all(float(row["sii"]) > 0 for row in got), "the least deprived live longer"


@pytest.mark.reference
def test_charts_of_trusts_equal_the_reference(reference: Path) -> None:
    golden = reference / "golden" / "statistics"
    expected = list(csv.DictReader((golden / "spc_ae_breaches_default_output.csv").open()))

    got = rows(
        *("spc", golden / "spc_ae_input.csv", "--by", "org_code", "--time", "period"),
        *("--value", "breaches", "--better", "lower"),
    )

    wanted = {(row["f"], row["x"]): row for row in expected}
    for row in got:
        theirs = wanted[row["org_code"], row["period"]]
        assert_allclose(float(row["upper"]), float(theirs["upl"]), rtol=1e-9)
        said = theirs["point_type"].removeprefix("special_cause_").removesuffix("_cause")
        assert row["variation"] == said


def test_life_tables_give_a_row_for_every_age_of_every_group(write) -> None:
    bands = [("0-24", 10, 5000), ("25-64", 50, 60000), ("65+", 200, 4000)]
    lines = [f"{sex},{band},{d},{p}" for sex in "FM" for band, d, p in bands]
    path = write("sex,age_band,deaths,population\n" + "\n".join(reversed(lines)))

    got = rows("life-table", path, "--by", "sex")

    assert [row["age_band"] for row in got] == ["0-24", "25-64", "65+"] * 2
    assert_allclose(numbers(got, "expectancy")[2], 20)


def test_funnels_quantiles_comparisons_and_trends(write) -> None:
    funnel = rows("funnel", write("u,numerator,denominator\na,5,100\nb,50,100\nc,20,100"))
    assert [row["position"] for row in funnel] == ["low_3", "high_3", "within"]

    fifths = rows("quantile", write("u,value\na,1\nb,2\nc,3\nd,4"), "--groups", 2)
    assert [row["quantile"] for row in fifths] == ["2", "2", "1", "1"]

    path = write("area,value,lower_95,upper_95\nEngland,10,9.9,10.1\nFenland,12,11,13")
    compared = rows("compare", path, "--with", "area=England")
    assert [row["compared"] for row in compared] == ["similar", "higher"]
    assert_allclose(numbers(compared, "difference"), [0, 2])

    years = "\n".join(f"{2018 + n},{100 + 12 * n},1000" for n in range(5))
    path = write(f"year,smokers,adults\n{years}")
    (trend,) = rows("trend", path, "--numerator", "smokers", "--denominator", "adults")
    assert trend["direction"] == "rising"


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("numerater,denominator\n1,2", ("proportion",), "Did you mean numerater"),
        ("numerator,denominator\n1,2\n1 234,5", ("proportion",), "row 2, column numerator"),
        ("numerator,denominator\n1,2,3", ("proportion",), "It has 3 cells and the heading 2"),
        ("numerator,numerator\n1,2", ("proportion",), "Two columns have one heading"),
        ("numerator,denominator", ("proportion",), "It has no rows"),
        ("numerator,denominator\n3,2", ("proportion",), "larger than their denominators"),
        ("age_band,events,population\n0-9,1,2\n10+,1,2", ("dsr",), "European standard"),
        ("period,value\n1,2\n1,3", ("spc",), "1 comes twice in one series"),
        ("period,value\n1,2\n2,", ("spc",), "without gaps"),
    ],
)
def test_a_mistake_names_its_place_and_remedy(
    write,
    text: str,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    done = run(*arguments, write(text))

    assert done.exit_code != 0
    assert isinstance(done.exception, WholeplaceError | SystemExit)
    assert said in str(done.exception) + done.output
    assert done.stdout == ""


def test_the_answer_goes_to_a_file_that_a_spreadsheet_opens_safely(write, tmp_path: Path) -> None:
    out = tmp_path / "answer.csv"

    done = run("rate", write("area,events,population\n=1+1,3,100"), "--out", out)

    assert done.exit_code == 0 and done.stdout == ""
    assert out.read_text().splitlines()[1].startswith("'=1+1,3,100,3000,")


def test_a_funnel_of_ratios_has_limits_for_the_size_of_each_unit(write) -> None:
    got = rows(
        *("funnel", write("unit,deaths,expected\nA,40,20\nB,21,20\nC,0,0"), "--kind", "ratio"),
        *("--numerator", "deaths", "--size", "expected", "--by", "unit"),
    )

    assert [row["position"] for row in got] == ["high_3", "within", "not_compared"]
    assert numbers(got, "upper_99_8")[0] == pytest.approx(1.784, abs=0.001)
    assert numbers(got, "lower_95")[0] < 1.05 < numbers(got, "upper_95")[0]
    assert got[2]["upper_95"] == ""


@pytest.mark.parametrize(("flags", "wanted"), [((), 3.584e-5), (("--rates",), 1.1315e-3)])
def test_a_comparison_is_tested_too_where_there_are_counts(
    write, flags: tuple[str, ...], wanted: float
) -> None:
    path = write("""
        area,n,people,value,lower_95,upper_95
        England,300,1000,0.3,0.27,0.33
        Fenland,90,200,0.45,0.38,0.52
    """)

    got = rows(
        *("compare", path, "--with", "area=England", "--numerator", "n", "--denominator", "people"),
        *flags,
    )

    assert [row["compared"] for row in got] == ["similar", "higher"]
    assert numbers(got, "p")[0] == pytest.approx(1)
    assert numbers(got, "p")[1] == pytest.approx(wanted, rel=1e-3)


def test_a_test_wants_both_of_its_columns(write) -> None:
    done = run("compare", write("area,n\nA,1"), "--with", "area=A", "--numerator", "n")

    assert done.exit_code == 2
    assert "Name both" in done.output
