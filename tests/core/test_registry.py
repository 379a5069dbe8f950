"""The registry: definitions are found, named apart, and replaced only with a reason."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition, Registry, content_hash

MODULE = """
from wholeplace.core.registry import Definition
{body}
"""


@dataclass(frozen=True, kw_only=True)
class Rule(Definition):
    """A kind of definition."""


@dataclass(frozen=True, kw_only=True)
class Measure(Definition):
    """Another kind."""


def ours(name: str = "stroke", **says: str) -> Rule:
    return Rule(**{"name": name, "title": "Stroke", "namespace": "ours"} | says)


def theirs(name: str = "stroke", **says: str) -> Rule:
    return ours(name, namespace="theirs", **says)


def folder_of(path: Path, **modules: str) -> Path:
    path.mkdir(parents=True)
    for name, body in modules.items():
        (path / f"{name}.py").write_text(MODULE.format(body=body))
    return path


@pytest.mark.parametrize("name", ["", "Stroke", "2_strokes", "stroke-list", "stroke list", "_s"])
def test_a_name_is_lower_case_words_joined_by_underscores(name: str) -> None:
    with pytest.raises(DefinitionError, match="cannot name a definition"):
        ours(name)


def test_a_definition_has_a_title() -> None:
    with pytest.raises(DefinitionError, match="has no title"):
        ours(title="  ")


def test_two_definitions_of_a_kind_may_not_share_a_name() -> None:
    with pytest.raises(DefinitionError) as refused:
        Registry([ours(), theirs()])

    assert "ours:stroke and theirs:stroke share a name" in refused.value.problem
    assert 'overrides="ours"' in refused.value.remedy


def test_definitions_of_different_kinds_may_share_a_name() -> None:
    measure = Measure(name="stroke", title="People with stroke", namespace="ours")

    registry = Registry([ours(), measure])

    assert registry.get(Rule, "stroke") == ours()
    assert registry.get(Measure, "stroke") == measure


def test_one_definition_replaces_another_where_it_says_so_and_why() -> None:
    new = theirs(overrides="ours", reason="Our clinicians agreed a longer list.")

    registry = Registry([ours(), new])

    assert registry.all(Rule) == [new]
    assert registry.get(Rule, "stroke").id == "theirs:stroke"


def test_replacing_without_a_reason_is_refused() -> None:
    with pytest.raises(DefinitionError, match="without a reason"):
        theirs(overrides="ours", reason=" ")


def test_replacing_names_the_namespace_that_is_replaced() -> None:
    with pytest.raises(DefinitionError, match="share a name"):
        Registry([ours(), theirs(overrides="others", reason="Mistaken.")])


def test_replacing_what_is_not_loaded_is_refused() -> None:
    with pytest.raises(DefinitionError, match="ours:stroke, which is not loaded"):
        Registry([theirs(overrides="ours", reason="Nothing there.")])


def test_asking_for_what_is_not_there_names_the_nearest() -> None:
    with pytest.raises(DefinitionError, match=r"no rule called strok.*Did you mean stroke"):
        Registry([ours()]).get(Rule, "strok")


def test_a_folder_is_its_own_namespace(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "north-place", rules='STROKE = Definition(name="stroke", title="Stroke")'
    )

    registry = Registry.load([], [folder])

    assert [found.id for found in registry.all(Definition)] == ["north_place:stroke"]


def test_a_definition_imported_by_another_module_is_taken_once(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "shared_rules",
        first='STROKE = Definition(name="stroke", title="Stroke")',
        second="from wholeplace_local_shared_rules_first import STROKE",
        third="from wholeplace_local_shared_rules_first import STROKE\nLIST = [STROKE, STROKE]",
    )

    assert len(Registry.load([], [folder]).all(Definition)) == 1


def test_definitions_in_lists_and_tuples_are_found(tmp_path: Path) -> None:
    body = 'MANY = [Definition(name=f"rule_{n}", title="Rule") for n in range(3)]'
    folder = folder_of(tmp_path / "many", rules=body, more=body.replace("rule_", "other_"))

    names = {found.name for found in Registry.load([], [folder]).all(Definition)}

    assert names == {f"{kind}_{n}" for kind in ("rule", "other") for n in range(3)}


def test_two_folders_with_modules_of_the_same_name_do_not_mix(tmp_path: Path) -> None:
    first = folder_of(tmp_path / "one", rules='A = Definition(name="a", title="A")')
    second = folder_of(tmp_path / "two", rules='B = Definition(name="b", title="B")')

    registry = Registry.load([], [first, second])

    assert [found.id for found in registry.all(Definition)] == ["one:a", "two:b"]


def test_a_package_is_read_with_its_modules_and_gives_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = folder_of(
        tmp_path / "partnership_rules",
        __init__="",
        stroke='STROKE = Definition(name="stroke", title="Stroke")',
    )
    monkeypatch.syspath_prepend(str(package.parent))

    registry = Registry.load(["partnership_rules"])

    assert [found.id for found in registry.all(Definition)] == ["partnership_rules:stroke"]
    assert "partnership_rules.stroke" in sys.modules


def test_a_package_or_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"no_such_package.*definitions\.packages"):
        Registry.load(["no_such_package"])
    with pytest.raises(DefinitionError, match=r"nowhere does not exist.*definitions\.folders"):
        Registry.load([], [tmp_path / "nowhere"])


def test_loading_twice_gives_the_same_definitions(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "again", rules='A = Definition(name="a", title="A")')

    assert Registry.load([], [folder]).all(Definition) == Registry.load([], [folder]).all(
        Definition
    )


def test_the_hash_of_content_knows_where_one_part_ends() -> None:
    assert content_hash("ab", "c") != content_hash("a", "bc")
    assert len(content_hash("ab")) == 12


def test_definitions_can_be_put_in_the_place_of_others_without_changing_the_registry() -> None:
    registry = Registry([ours(), ours("asthma"), Measure(name="stroke", title="A measure")])

    other = registry.replacing([ours(title="Stroke as it was")])

    assert other.get(Rule, "stroke").title == "Stroke as it was"
    assert other.get(Measure, "stroke").title == "A measure"
    assert [rule.name for rule in other.all(Rule)] == ["stroke", "asthma"]
    assert registry.get(Rule, "stroke").title != "Stroke as it was"
