"""Mutated FHIR never crashes, never half-loads and always reconciles."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.fhir.made import Resource, Sender, bundle, condition, observation, patient
from tests.sources.fhir.test_contacts_and_treatments import encounter, immunization, request
from wholeplace.core.errors import InputFileError

FILES, EXAMPLES = 40, 5
"""Two hundred mutated files in all."""

SOUND = [patient(), condition(), observation(), encounter("e"), immunization("i"), request("m")]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=12),
    st.sampled_from(["", "Patient/p1", "#x", "urn:uuid:1", "2023-02-30", "9" * 40, "=1+1", "\0"]),
    st.builds(list),
    st.builds(dict),
    st.just([[[]]]),
    st.just({"coding": [None, 1, "x", {}]}),
    st.just([{"url": None, "valueCodeableConcept": []}]),
)


def _paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every element of a resource, the resource itself left out."""
    items: Any = node.items() if isinstance(node, dict) else enumerate(node)
    inner = [(part, (*path, key)) for key, part in items]
    deeper = [_paths(part, way) for part, way in inner if isinstance(part, dict | list)]
    return [*(way for _, way in inner), *(way for ways in deeper for way in ways)]


@st.composite
def mutated(draw: st.DrawFn) -> Resource:
    """A sound resource of which up to three elements became something else, or went."""
    resource = copy.deepcopy(draw(st.sampled_from(SOUND)))
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(_paths(resource) or [("id",)]))
        holder: Any = resource
        for step in path[:-1]:
            holder = holder[step]
        if draw(st.booleans()) or isinstance(holder, list):
            holder[path[-1]] = draw(ODD)
        else:
            holder.pop(path[-1], None)
    return resource


@st.composite
def file(draw: st.DrawFn) -> tuple[str, bytes, int]:
    """A file's ending, its bytes, and the resources in it, where it can be read at all."""
    resources = draw(st.lists(mutated(), min_size=1, max_size=4))
    if draw(st.booleans()):
        text = "".join(json.dumps(resource) + "\n" for resource in resources)
        return ".ndjson", text.encode(), len(resources)
    return ".json", json.dumps(bundle(*map(_in_entry, resources))).encode(), len(resources)


def _in_entry(resource: Resource) -> dict[str, Any]:
    return {"resource": resource}


def _tables(folder: Path) -> list[Path]:
    return list(folder.glob("flat-*/*.parquet"))


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files=st.lists(file(), min_size=FILES, max_size=FILES))
def test_mutated_resources_are_each_counted_once(
    tmp_path_factory: Any, files: list[tuple[str, bytes, int]]
) -> None:
    sender = Sender(tmp_path_factory.mktemp("hostile"))
    for number, (ending, content, _) in enumerate(files):
        sender.file(f"{number}{ending}", content)

    flat = sender.flat()

    assert flat.account.read == sum(resources for _, _, resources in files)
    used = {kind.kind: kind.used for kind in flat.account.kinds}
    assert len(flat.rows("patient")) == used.get("Patient", 0)
    assert len(flat.rows("condition")) == used.get("Condition", 0)
    assert len(flat.rows("encounter")) == used.get("Encounter", 0)
    listed = sum(sum(kind.refused.values()) for kind in flat.account.kinds)
    assert len(flat.refused) == listed
    assert all(row["problem"] and row["remedy"] for row in flat.refused)


@settings(
    max_examples=8,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    content=st.one_of(st.binary(min_size=1, max_size=60), st.integers(1, 900)), lines=st.booleans()
)
def test_damaged_files_are_read_or_refused_and_leave_nothing_half_done(
    tmp_path_factory: Any, content: bytes | int, lines: bool
) -> None:
    sender = Sender(tmp_path_factory.mktemp("damaged"))
    whole = json.dumps(bundle(patient(), condition()) if not lines else patient()).encode()
    damaged = whole[:content] if isinstance(content, int) else whole[:200] + content + whole[200:]
    sender.file("sent.ndjson" if lines else "sent.json", damaged)

    try:
        flat = sender.flat()
    except InputFileError as error:
        assert error.remedy
        assert _tables(sender.folder) == []
    else:
        assert flat.account.read >= 1
