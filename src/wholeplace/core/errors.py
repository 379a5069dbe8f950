"""One error class per kind of mistake; each message says what happened and what to do."""

from __future__ import annotations

from pathlib import Path


class WholeplaceError(Exception):
    """A mistake a user can put right.

    Args:
        problem: What happened, as one sentence.
        remedy: What to do about it, as one sentence; may be empty.
    """

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem} {remedy}".strip())


class SettingsError(WholeplaceError):
    """``wholeplace.toml`` holds something that cannot be used."""


class DefinitionError(WholeplaceError):
    """A definition (dataset, code list, measure …) is incomplete or contradicts another."""


class GeographyError(WholeplaceError):
    """Areas, lookups or boundaries are missing or do not fit together."""


class RunError(WholeplaceError):
    """A run could not start, finish or be read back."""


class StatisticsError(WholeplaceError):
    """A statistic was asked of numbers it is not defined for."""


class ScenarioError(WholeplaceError):
    """A scenario asks a model for something it does not know or does not allow."""


class InputFileError(WholeplaceError):
    """A file could not be taken in at all; nothing of it was kept.

    Args:
        file: The file as the user named it.
        problem: What is wrong, as one sentence.
        remedy: What to do about it.
        row: The 1-based data row, where one row shows the fault.
        column: The column, where one column shows the fault.
    """

    def __init__(
        self,
        file: Path | str,
        problem: str,
        remedy: str = "",
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        self.file = Path(file)
        self.row = row
        self.column = column
        where = Path(file).name
        if row is not None:
            where += f", row {row}"
        if column is not None:
            where += f", column {column}"
        super().__init__(f"{where}: {problem}", remedy)


def was_stopped(error: BaseException) -> bool:
    """Whether an error says that somebody stopped the program.

    DuckDB answers the interrupt key during a query with an error of its own, caused by that.

    Args:
        error: What was raised.
    """
    return any(isinstance(one, KeyboardInterrupt) for one in (error, error.__cause__))
