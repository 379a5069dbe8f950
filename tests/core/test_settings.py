"""The settings file: every key is documented, and a mistake is named with its remedy."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from wholeplace.core.errors import SettingsError
from wholeplace.core.settings import REFERENCE_VARIABLE, Settings, section_types

KEYS = [
    (section, key.name, get_type_hints(kind)[key.name], key.metadata)
    for section, kind in section_types().items()
    for key in fields(kind)
]


@pytest.mark.parametrize(("section", "key", "kind", "metadata"), KEYS)
def test_every_key_is_documented_in_a_sentence(
    section: str, key: str, kind: Any, metadata: dict[str, str]
) -> None:
    assert metadata["doc"].endswith(".")


@pytest.mark.parametrize(("section", "key", "kind", "metadata"), KEYS)
def test_every_key_takes_its_own_default_and_refuses_another_kind(
    section: str, key: str, kind: Any, metadata: dict[str, str]
) -> None:
    default = getattr(getattr(Settings(), section), key)
    written = str(default) if isinstance(default, Path) else default

    assert Settings.from_mapping({section: {key: written}}) == Settings()
    for wrong in (3.5, {"a": 1}, ["a"] if get_origin(kind) is not list else "a"):
        with pytest.raises(SettingsError, match=f"{section}.{key}"):
            Settings.from_mapping({section: {key: wrong}})


def test_true_is_not_taken_for_the_number_one() -> None:
    with pytest.raises(SettingsError, match="Use a whole number"):
        Settings.from_mapping({"engine": {"threads": True}})


def test_a_list_with_anything_but_text_in_it_is_refused() -> None:
    with pytest.raises(SettingsError, match="Use a list of text"):
        Settings.from_mapping({"definitions": {"packages": ["ours", 3]}})


def test_a_choice_names_what_may_be_chosen() -> None:
    identity = get_type_hints(section_types()["installation"])["identity"]

    with pytest.raises(SettingsError) as refused:
        Settings.from_mapping({"installation": {"identity": "anonymous"}})

    assert all(choice in refused.value.remedy for choice in get_args(identity))


@pytest.mark.parametrize(
    ("content", "nearest"),
    [
        ({"instalation": {}}, "installation"),
        ({"data": {"foldr": "x"}}, "folder"),
        ({"data": {"refrence": "x"}}, "reference"),
        ({"engine": {"memory": "1GB"}}, "memory_limit"),
        ({"root": {}}, "web"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_name(
    content: dict[str, Any], nearest: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_mapping(content)

    assert refused.value.remedy.startswith("Did you mean ")
    if "root" not in content:
        assert refused.value.remedy == f"Did you mean {nearest}?"


def test_a_section_that_is_no_table_is_refused() -> None:
    with pytest.raises(SettingsError, match="data must be a table"):
        Settings.from_mapping({"data": "here"})


def test_paths_start_from_the_folder_of_the_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "wholeplace.toml"
    file.write_text(
        '[data]\nfolder = "kept"\nkey_file = "k/p.key"\n[definitions]\nfolders = ["ours"]\n'
    )

    settings = Settings.load(file)

    assert settings.data_folder == tmp_path / "kept"
    assert settings.key_file == tmp_path / "k" / "p.key"
    assert settings.definition_folders == [tmp_path / "ours"]


def test_without_a_file_everything_has_its_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert Settings.load() == Settings()


def test_a_named_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="There is no settings file"):
        Settings.load(tmp_path / "other.toml")


@pytest.mark.parametrize("content", [b"[data\n", b"\xff\xfe[data]\n"])
def test_a_file_that_is_not_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wholeplace.toml"
    file.write_bytes(content)

    with pytest.raises(SettingsError, match="not valid TOML"):
        Settings.load(file)


def test_the_reference_folder_is_the_one_in_the_file_then_the_variable_then_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in_file").mkdir()
    (tmp_path / "in_variable").mkdir()
    named = Settings.from_mapping({"data": {"reference": "in_file"}}, tmp_path)
    unnamed = Settings(root=tmp_path)

    monkeypatch.setenv(REFERENCE_VARIABLE, str(tmp_path / "in_variable"))
    assert named.reference_folder == tmp_path / "in_file"
    assert unnamed.reference_folder == tmp_path / "in_variable"

    monkeypatch.delenv(REFERENCE_VARIABLE)
    assert unnamed.reference_folder is None


def test_a_reference_folder_that_does_not_exist_is_not_taken_for_none(tmp_path: Path) -> None:
    settings = Settings.from_mapping({"data": {"reference": "gone"}}, tmp_path)

    with pytest.raises(SettingsError, match="gone does not exist"):
        _ = settings.reference_folder
