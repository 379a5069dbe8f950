"""Pages about what people type: the settings file and the commands."""

from __future__ import annotations

import inspect
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import click

from tools.reference_pages.markdown import code, page, table
from wholeplace.core.connections import Connection
from wholeplace.core.settings import CONNECTIONS, SETTINGS_FILE, section_types

KINDS = {str: "text", int: "whole number", bool: "true or false", Path: "path"}


def settings_page() -> str:
    """Every key of the settings file."""
    parts = [
        f"An installation is described by `{SETTINGS_FILE}` in the folder where commands are run. "
        "Every key has a default, so the file may be missing or short. A key that is not listed "
        "here is refused, and the nearest one named. Relative paths start at the file's folder.",
    ]
    sections = {**section_types(), f"{CONNECTIONS}.NAME": Connection}
    for section, kind in sections.items():
        hints = get_type_hints(kind)
        rows = [
            (f"`{f.name}`", _kind(hints[f.name]), f"`{_toml(_default(f))}`", f.metadata["doc"])
            for f in fields(kind)
        ]
        about = (kind.__doc__ or "").strip().splitlines()[0]
        parts += [f"## [{section}]", about, table(("key", "is", "default", ""), rows)]
    return page("Settings", parts)


def commands_page(group: click.Group) -> str:
    """Every command with its arguments and options."""
    context = click.Context(group, info_name="wholeplace")
    parts = [_help(group), "`wholeplace COMMAND --help` says the same."]
    parts.append(table(("option", "is", "default"), _parameters(group, context)))
    parts += _subcommands(group, context, "##")
    return page("Commands", parts)


def _subcommands(group: click.Group, context: click.Context, heading: str) -> list[str]:
    """The commands of a group, and under each group among them its own."""
    parts: list[str] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        usage = " ".join(command.get_usage(inner).removeprefix("Usage: ").split())
        rows = _parameters(command, inner)
        path = inner.command_path.partition(" ")[2]
        parts += [f"{heading} {path}", _help(command), code(usage)]
        parts.append(table(("option", "is", "default"), rows))
        if isinstance(command, click.Group):
            parts += _subcommands(command, inner, f"{heading}#")
    return parts


def _help(command: click.Command) -> str:
    return inspect.cleandoc((command.help or "").replace("\b", ""))


def _parameters(command: click.Command, context: click.Context) -> list[tuple[str, str, str]]:
    return [
        _option(p, context) if isinstance(p, click.Option) else _argument(p, context)
        for p in command.get_params(context)
        if not (isinstance(p, click.Option) and (p.hidden or "--help" in p.opts))
    ]


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    spelt = ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])
    if not option.is_flag:
        spelt += f" `{option.make_metavar(context)}`"
    default = option.to_info_dict().get("default")
    plain = isinstance(default, str | int | float | Path) and not isinstance(default, bool)
    required = "Required. " if option.required else ""
    return spelt, required + (option.help or ""), f"`{default}`" if plain else ""


def _argument(argument: click.Parameter, context: click.Context) -> tuple[str, str, str]:
    return f"`{argument.make_metavar(context)}`", "Required." if argument.required else "", ""


def _kind(kind: Any) -> str:
    if get_origin(kind) is list:
        return "list of text"
    if get_args(kind):
        return " or ".join(f"`{choice}`" for choice in get_args(kind))
    return KINDS[kind]


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return str(value) if isinstance(value, int) else f'"{value}"'
