"""Settings of one installation, read from ``wholeplace.toml``; every key is documented here."""

from __future__ import annotations

import difflib
import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from wholeplace.core.connections import Connection, refuse_misplaced
from wholeplace.core.errors import SettingsError

SETTINGS_FILE = "wholeplace.toml"
REFERENCE_VARIABLE = "WHOLEPLACE_REFERENCE"
CONNECTIONS = "connections"


def _key(doc: str, default: Any) -> Any:
    """A documented settings key with its default."""
    if isinstance(default, list):
        return field(default_factory=lambda: list(default), metadata={"doc": doc})
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True)
class Installation:
    """Who runs this installation, and which legal shape it has."""

    name: str = _key(
        "The partnership's name, shown on every page.", "Cambridgeshire & Peterborough"
    )
    identity: Literal["clear", "pseudonymised"] = _key(
        "`clear`: NHS numbers land in the vault and are linked there. `pseudonymised`: data arrive "
        "pseudonymised at source and a clear NHS number is refused.",
        "clear",
    )
    synthetic: bool = _key("Whether the people are invented; every page then says so.", False)


@dataclass(frozen=True)
class Data:
    """Where things are kept."""

    folder: Path = _key("The data folder with its four zones.", Path("data"))
    key_file: Path = _key(
        "The secret key behind pseudonyms, kept outside the data folder. Made on first use, "
        "readable by its owner only.",
        Path("keys/pseudonym.key"),
    )
    reference: str = _key(
        "The folder of open reference data (areas, deprivation, populations, boundaries). Empty: "
        f"the environment variable `{REFERENCE_VARIABLE}`, and without that a synthetic geography.",
        "",
    )
    restricted_codes: str = _key(
        "A CSV (`code`, `from_date`) of SNOMED CT concepts that law or local agreement keeps out; "
        "they are dropped at landing and counted. Empty: none.",
        "",
    )


@dataclass(frozen=True)
class Definitions:
    """Where definitions come from."""

    packages: list[str] = _key(
        "Python packages of definitions, in order.", ["wholeplace.definitions"]
    )
    folders: list[str] = _key("Folders of a partnership's own definitions (trusted code).", [])


@dataclass(frozen=True)
class Disclosure:
    """How small numbers are protected in everything released."""

    profile: str = _key(
        "The disclosure profile: `hes` (0 shown, 1 to 7 suppressed, the rest to the nearest 5) or "
        "another named in the disclosure reference.",
        "hes",
    )
    protect_sums: bool = _key(
        "Whether numbers are withheld, too, that would give a hidden one away when they are added "
        "up or taken from each other. Of a million people it costs one number in a hundred; of a "
        "small part of them far more.",
        True,
    )
    hold_against_earlier: bool = _key(
        "Whether a release is held, too, against the one before, of an earlier day or of the same: "
        "more is withheld where both together would tell a count that each hides, were it "
        "unchanged, or a month that their two years differ by. Needs `protect_sums`.",
        True,
    )


@dataclass(frozen=True)
class Partners:
    """What a run may read of the flags that councils, police, fire and charities send."""

    purpose: str = _key(
        "The purpose the agreement with the senders names. It must be a run's own purpose, "
        "`population health management`. Empty: no run reads any flag.",
        "",
    )
    flags: list[str] = _key(
        "The flags a run may read, by code, such as `HOMELESSNESS_DUTY`. Empty: none.", []
    )


@dataclass(frozen=True)
class Engine:
    """How much of the machine a run may use."""

    memory_limit: str = _key("Memory the engine may use before it spills to disk.", "2GB")
    threads: int = _key("Threads the engine may use; 0 means all cores.", 0)
    spark_master: str = _key(
        "Where `wholeplace run --engine spark` computes: the address of a Spark master, or "
        "`local[N]` for N threads of this machine.",
        "local[2]",
    )


@dataclass(frozen=True)
class Run:
    """What a run works out besides the numbers of its own date."""

    earlier_years: int = _key(
        "For how many earlier years the measures of frameworks such as Core20PLUS5 are worked out "
        "too. Four, with the year of the run, are the five points a trend needs. Each takes about "
        "as long as the person table; 0 leaves trends out.",
        4,
    )


@dataclass(frozen=True)
class Web:
    """The web application."""

    host: str = _key("Address to listen on.", "127.0.0.1")
    port: int = _key("Port to listen on.", 8000)
    secret_key_file: Path = _key(
        "The web application's secret key. Made on first use, readable by its owner only.",
        Path("keys/web.key"),
    )
    allowed_hosts: list[str] = _key(
        "Host names the application answers to.", ["127.0.0.1", "localhost"]
    )
    scenarios: bool = _key(
        "Whether whoever can reach the pages may save scenarios and start runs of models, one at a "
        "time. Turn it off where the pages are open to the public: answers can still be read.",
        True,
    )


@dataclass(frozen=True)
class Settings:
    """Everything ``wholeplace.toml`` can say, with defaults for what it leaves out."""

    installation: Installation = field(default_factory=Installation)
    data: Data = field(default_factory=Data)
    definitions: Definitions = field(default_factory=Definitions)
    disclosure: Disclosure = field(default_factory=Disclosure)
    partners: Partners = field(default_factory=Partners)
    engine: Engine = field(default_factory=Engine)
    run: Run = field(default_factory=Run)
    web: Web = field(default_factory=Web)
    connections: dict[str, Connection] = field(default_factory=dict)
    root: Path = Path()

    @property
    def data_folder(self) -> Path:
        """The data folder as a path from the current folder."""
        return self.root / self.data.folder

    @property
    def key_file(self) -> Path:
        """The pseudonym key file."""
        return self.root / self.data.key_file

    @property
    def reference_folder(self) -> Path | None:
        """The reference folder, or None where the geography is to be synthetic.

        Raises:
            SettingsError: If a folder is named that does not exist.
        """
        named = self.data.reference or os.environ.get(REFERENCE_VARIABLE, "")
        if not named:
            return None
        folder = self.root / named
        if not folder.is_dir():
            raise SettingsError(
                f"The reference folder {named} does not exist.",
                f"Correct data.reference in {SETTINGS_FILE} or {REFERENCE_VARIABLE}, or clear it "
                "to use the synthetic geography.",
            )
        return folder

    @property
    def definition_folders(self) -> list[Path]:
        """Folders of the partnership's own definitions."""
        return [self.root / folder for folder in self.definitions.folders]

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """Read the settings file.

        Args:
            path: The file; by default ``wholeplace.toml`` in the current folder, and all defaults
                where there is none.

        Returns:
            The settings, with relative paths taken from the file's folder.

        Raises:
            SettingsError: If the file is missing though named, is not TOML, or holds an unknown
                key or a value of the wrong kind.
        """
        file = path or Path(SETTINGS_FILE)
        if not file.exists():
            if path is not None:
                raise SettingsError(f"There is no settings file {path}.", "Check the path.")
            return cls()
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"{file} is not valid TOML: {error}.", "Correct the file."
            ) from error
        return cls.from_mapping(content, root=file.parent)

    @classmethod
    def from_mapping(cls, content: dict[str, Any], root: Path = Path()) -> Settings:
        """Settings from nested tables, as TOML gives them.

        Raises:
            SettingsError: As for :meth:`load`.
        """
        sections = section_types()
        _refuse_unknown("", content, {**sections, CONNECTIONS: Connection})
        plain = {name: values for name, values in content.items() if name != CONNECTIONS}
        made = {name: _section(name, sections[name], values) for name, values in plain.items()}
        return cls(**made, connections=_connections(content.get(CONNECTIONS, {})), root=root)


def section_types() -> dict[str, type]:
    """Section name → its class, in the order of the file."""
    hints = get_type_hints(Settings)
    return {f.name: hints[f.name] for f in fields(Settings) if f.name not in ("root", CONNECTIONS)}


def _connections(given: Any) -> dict[str, Connection]:
    if not isinstance(given, dict):
        raise SettingsError(
            f"{SETTINGS_FILE}: {CONNECTIONS} must be tables.", f"Write [{CONNECTIONS}.NAME]."
        )
    made = {}
    for name, values in given.items():
        made[name] = _section(f"{CONNECTIONS}.{name}", Connection, values)
        refuse_misplaced(name, made[name].backend, values)
    return made


def _refuse_unknown(section: str, given: dict[str, Any], known: dict[str, Any]) -> None:
    for key in given:
        if key in known:
            continue
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
        where = f"{section}.{key}" if section else f"[{key}]"
        raise SettingsError(
            f"{SETTINGS_FILE} has an unknown key {where}.", f"Did you mean {near[0]}?"
        )


def _section(name: str, kind: type, values: Any) -> Any:
    if not isinstance(values, dict):
        raise SettingsError(f"{SETTINGS_FILE}: {name} must be a table.", f"Write [{name}].")
    hints = get_type_hints(kind)
    _refuse_unknown(name, values, hints)
    return kind(**{key: _value(f"{name}.{key}", hints[key], v) for key, v in values.items()})


def _value(key: str, kind: Any, value: Any) -> Any:
    if get_origin(kind) is Literal:
        if value in get_args(kind):
            return value
        raise SettingsError(
            f"{SETTINGS_FILE}: {key} is {value!r}.", f"Use one of {', '.join(get_args(kind))}."
        )
    if kind is Path and isinstance(value, str):
        return Path(value)
    if get_origin(kind) is list and isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            return value
    elif kind is not Path and type(value) is kind:
        return value
    wanted = {"str": "text", "int": "a whole number", "bool": "true or false", "Path": "a path"}
    name = getattr(kind, "__name__", "list")
    raise SettingsError(
        f"{SETTINGS_FILE}: {key} is {value!r}.", f"Use {wanted.get(name, 'a list of text')}."
    )
