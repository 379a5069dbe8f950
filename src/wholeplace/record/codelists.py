"""Code lists: which clinical codes mean a thing, where the list came from, and who approved it."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from wholeplace.core.errors import DefinitionError, InputFileError
from wholeplace.core.registry import Definition, content_hash
from wholeplace.record.snomed import is_concept_id
from wholeplace.sources.code_systems import undotted

System = Literal["snomed", "icd10", "opcs4"]
SYSTEMS = get_args(System)

CODE_HEADERS = (
    "code",
    "conceptid",
    "concept_id",
    "concept id",
    "snomed_code",
    "snomed code",
    "snomedcode",
    "icd10_code",
    "icd10",
    "opcs4_code",
    "opcs4",
    "id",
)
CLUSTER_HEADERS = ("cluster_id", "cluster id", "clusterid")
SYSTEM_NAMES = {"snomed": "SNOMED CT", "icd10": "ICD-10", "opcs4": "OPCS-4"}
INDEX = "lists.toml"
INDEX_KEYS = {
    "title",
    "source",
    "published",
    "file",
    "cluster",
    "system",
    "clinically_approved",
    "overrides",
    "reason",
}
OWN_CHOICE = "Single concepts of the SNOMED CT UK Edition; no published list was at hand"


@dataclass(frozen=True, kw_only=True)
class CodeList(Definition):
    """Codes that mean one thing.

    Attributes:
        system: ``snomed`` (concept ids), ``icd10`` or ``opcs4`` (codes without the dot; a code of
            three characters stands for all that begin with it).
        codes: The codes, without terms.
        published: The OpenCodelists id of the list these are, or are part of; empty where no
            published list was at hand.
        clinically_approved: Whether a named clinician of the partnership has approved it.
    """

    system: System = "snomed"
    codes: tuple[str, ...] = ()
    published: str = ""
    clinically_approved: bool = False

    @property
    def version(self) -> str:
        """The hash of its codes."""
        return content_hash(self.system, *sorted(self.codes))


@dataclass(frozen=True, kw_only=True)
class ListWanted(Definition):
    """Something plans name that is not counted, because no published list of it is at hand.

    Attributes:
        why: What is missing, in words.
    """

    why: str


def read_codes(file: Path, *, system: System = "snomed", cluster: str = "") -> tuple[str, ...]:
    """The codes of a list published as CSV, in the file's order.

    Takes what OpenCodelists downloads (``code``, ``term``) and what NHS England publishes as
    primary-care reference sets, where one file holds many clusters: any CSV with a column of
    codes, whatever stands beside it.

    Args:
        file: The CSV file.
        system: The kind of codes it holds; SNOMED CT ids have their check digit tested, the others
            their form, and lose their dot.
        cluster: The cluster to take from a file of several, such as ``HYP_COD``.

    Returns:
        The distinct codes.

    Raises:
        InputFileError: If there is no column of codes, a cell of it is not a code, the cluster is
            missing, or several clusters are there and none was named.
    """
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.DictReader(handle)
        named = {(name or "").strip().lower(): name for name in rows.fieldnames or []}
        header = _column(named, CODE_HEADERS)
        if header is None:
            raise InputFileError(
                file,
                "There is no column of codes.",
                f"Name one of the columns {', '.join(CODE_HEADERS[:3])}.",
            )
        grouping = _column(named, CLUSTER_HEADERS)
        codes: dict[str, None] = {}
        clusters: dict[str, None] = {}
        for number, row in enumerate(rows, start=1):
            group = (row[grouping] or "").strip().upper() if grouping else ""
            clusters[group] = None
            if not cluster or group == cluster.upper():
                codes[_checked(file, number, header, row[header], system)] = None
    if cluster and cluster.upper() not in clusters:
        raise InputFileError(
            file, f"There is no cluster {cluster}.", "Name one of its Cluster_ID values."
        )
    if not cluster and len(clusters) > 1:
        raise InputFileError(
            file, f"There are {len(clusters)} clusters.", "Say which one with `cluster`."
        )
    return tuple(codes)


def from_folder(folder: Path) -> list[CodeList]:
    """The code lists that a folder's ``lists.toml`` describes.

    Each table of it is one list: ``title`` (required), ``published`` (its OpenCodelists id),
    ``source``, ``file`` (default the list's name with ``.csv``), ``cluster``, ``system``,
    ``clinically_approved``, ``overrides`` and ``reason``.

    Args:
        folder: The folder.

    Raises:
        DefinitionError: If a list says something unknown or has no title.
        InputFileError: If a file cannot be read.
    """
    described = tomllib.loads((folder / INDEX).read_text(encoding="utf-8"))
    return [_described(folder, name, says) for name, says in described.items()]


def _described(folder: Path, name: str, says: dict[str, str]) -> CodeList:
    if unknown := sorted(set(says) - INDEX_KEYS):
        raise DefinitionError(
            f"{INDEX} says {unknown[0]!r} of the list {name}, which means nothing.",
            f"A list may have {', '.join(sorted(INDEX_KEYS))}.",
        )
    file = folder / says.get("file", f"{name}.csv")
    if not file.is_file():
        raise DefinitionError(f"The code list {name} has no file {file.name}.", "Add it.")
    system = says.get("system", "snomed")
    if system not in SYSTEMS:
        raise DefinitionError(
            f"The code list {name} is of the unknown system {system!r}.",
            f"Use one of {', '.join(SYSTEMS)}.",
        )
    published = says.get("published", "")
    default = f"OpenCodelists {published}" if published else OWN_CHOICE
    return CodeList(
        name=name,
        title=says.get("title", ""),
        source=says.get("source", default),
        system=cast(System, system),
        codes=read_codes(file, system=cast(System, system), cluster=says.get("cluster", "")),
        published=published,
        clinically_approved=bool(says.get("clinically_approved", False)),
        overrides=says.get("overrides", ""),
        reason=says.get("reason", ""),
    )


def _column(named: dict[str, str], headers: tuple[str, ...]) -> str | None:
    return next((named[key] for key in headers if key in named), None)


def _checked(file: Path, number: int, header: str, cell: str | None, system: System) -> str:
    """A code, or an error that says where it stands and what is wrong with it."""
    code = (cell or "").strip()
    if system == "snomed":
        found, wanted = (code if is_concept_id(code) else None), "a SNOMED CT id"
        remedy = "Open the list as text: spreadsheets round long codes."
    else:
        found, wanted = undotted(code, system), f"a code of {SYSTEM_NAMES[system]}"
        remedy = "Correct it, or say another system in lists.toml."
    if found is None:
        raise InputFileError(file, f"{cell!r} is not {wanted}.", remedy, row=number, column=header)
    return found
