"""Spark starts where it can, says what is missing where it cannot, and leaves others in peace."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.both import Both
from wholeplace.core.errors import RunError
from wholeplace.core.spark import spark_engine


def test_java_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))

    with pytest.raises(RunError, match="Java"), spark_engine(tmp_path / "scratch"):
        pass

    assert not (tmp_path / "scratch").exists()


def test_the_extra_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_import = builtins.__import__

    def without_spark(name: str, *rest: Any) -> Any:
        if name == "pyspark":
            raise ImportError(name)
        return real_import(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_spark)

    with (
        pytest.raises(RunError, match=r"wholeplace\[spark\]"),
        spark_engine(tmp_path / "scratch"),
    ):
        pass


def test_an_active_session_is_left_open_with_its_own_settings(both: Both, tmp_path: Path) -> None:
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    assert active is not None
    active.conf.set("spark.sql.ansi.enabled", "false")

    with spark_engine(tmp_path / "scratch") as engine:
        assert engine.connection.raw_sql("SET spark.sql.ansi.enabled").first()[1] == "true"

    assert active.conf.get("spark.sql.ansi.enabled") == "false"
    active.conf.set("spark.sql.ansi.enabled", "true")
    assert active.range(3).count() == 3
    assert not (tmp_path / "scratch").exists()
