"""Which resource is which: keys, the newest of several versions, deletions, and references."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.errors import InputFileError
from wholeplace.sources.fhir.dates import moment_of
from wholeplace.sources.fhir.elements import READ
from wholeplace.sources.fhir.resources import Resources

ADDRESS = r"^(https?://.+)/([A-Za-z]+/[^/]+)$"
HISTORY = r"/_history/.*$"
URN = "urn:"


@dataclass(frozen=True)
class Identities:
    """Every resource's key, and whether it is the one to use.

    Attributes:
        states: row, type, key, scope (the document it came in) and reason: null for the resource
            to use, otherwise why it is not.
        aliases: alias → key, for references that do not hold the key itself.
        base: The address of the server that resources and references name, or nothing.
    """

    states: ir.Table
    aliases: ir.Table
    base: str

    def current(self, kind: str) -> ir.Table:
        """row, key and scope of the resources of a kind that are to be used."""
        mine = self.states.filter((self.states.type == kind) & self.states.reason.isnull())
        return mine.select("row", "key", "scope")

    def refer(self, table: ir.Table, column: str, name: str) -> ir.Table:
        """A table with the key of the resource that an address leads to.

        Args:
            table: It has ``key`` and ``scope``.
            column: A column of addresses, as :func:`address_of` gives them.
            name: The name of the new column; blank where there is no address.
        """
        address = table[column]
        here = address.re_extract(ADDRESS, 1) == self.base
        written = ibis.cases(
            (address.startswith("#"), table.key + address),
            (here, address.re_replace(ADDRESS, r"\2")),
            else_=address,
        )
        asked = table.mutate(_asked=written)
        asked = asked.mutate(_scoped=asked.scope + "|" + asked._asked)
        near = self.aliases.select(_scoped="alias", _near="key")
        far = self.aliases.select(_asked="alias", _far="key")
        found = asked.left_join(near, "_scoped").left_join(far, "_asked")
        found = found.mutate(**{name: ibis.coalesce(found._near, found._far, found._asked)})
        return found.drop("_scoped", "_scoped_right", "_asked", "_asked_right", "_near", "_far")


def address_of(reference: ir.StructValue) -> ir.StringValue:
    """What a reference says: an address without its version, or ``system|value``.

    Args:
        reference: As ``elements.REFERENCE``.
    """
    logical = reference["identifier"]["system"] + "|" + reference["identifier"]["value"]
    return ibis.coalesce(reference["reference"].re_replace(HISTORY, "").nullif(""), logical)


def identify(engine: Engine, resources: Resources) -> Identities:
    """Give every resource its key, and find the one to use where a key comes more than once.

    Raises:
        InputFileError: If resources of more than one server are mixed, so that ids may clash.
    """
    base = _one_base(engine, resources)
    keyed = engine.keep(_with_keys(resources.heads))
    whole = keyed.filter(keyed.container.isnull())
    ranked = engine.keep(_versions(whole))
    states = whole.left_join(ranked, "row").select(
        *(whole[name] for name in ("row", "type", "key", "scope")),
        reason=ibis.coalesce(ranked.reason, _reason(whole)),
    )
    states = engine.keep(ibis.union(states, _inside(keyed, states)))
    return Identities(states, engine.keep(_aliases(whole)), base)


def _one_base(engine: Engine, resources: Resources) -> str:
    """The one server that the entries' addresses name, or nothing."""
    heads = resources.heads
    named = heads.filter(heads.full_url.re_search(ADDRESS))
    named = named.mutate(base=named.full_url.re_extract(ADDRESS, 1))
    bases = engine.fetch(named.group_by("base").agg(file=named.file.min()).limit(2)).to_pylist()
    if len(bases) > 1:
        raise InputFileError(
            resources.files[max(base["file"] for base in bases)],
            "The folder holds resources of more than one server, so one id may mean two people.",
            "Put the files of each server in a folder of its own, and import each as a source.",
        )
    return bases[0]["base"] if bases else _base_of_references(engine, resources)


def _base_of_references(engine: Engine, resources: Resources) -> str:
    """The one server that references to people name, where no resource names its own."""
    found: set[str] = set()
    for elements in resources.elements.values():
        for name in ("subject", "patient"):
            if name in elements.read.type().names:
                address = address_of(elements.read[name]).re_extract(ADDRESS, 1)
                bases = elements.select(base=address).filter(lambda t: t.base != "").distinct()
                found |= set(engine.fetch(bases.limit(2)).column("base").to_pylist())
    return found.pop() if len(found) == 1 else ""


def _with_keys(heads: ir.Table) -> ir.Table:
    """Heads with ``key`` and ``scope``; contained resources still without."""
    last_parts = heads.full_url.re_replace(HISTORY, "").re_replace(ADDRESS, r"\2")
    deleted = heads.url.re_replace(HISTORY, "").re_replace(ADDRESS, r"\2")
    key = ibis.cases(
        (heads.problem == "deletion", deleted),
        (heads.full_url.startswith(URN), heads.full_url),
        (heads.id.notnull(), heads.type + "/" + heads.id),
        else_=last_parts,
    )
    return heads.mutate(
        key=key,
        own=heads.type + "/" + heads.id,
        scope=heads.file.cast("string") + ":" + heads.line.cast("string"),
    )


def _versions(heads: ir.Table) -> ir.Table:
    """row and reason of every resource whose key comes more than once, or is deleted."""
    mine = heads.filter(heads.type.isin(list(READ)) | (heads.problem == "deletion"))
    mine = mine.mutate(
        deletion=(mine.problem == "deletion").fill_null(False),
        moment=moment_of(ibis.coalesce(mine.changed, mine.updated)),
        number=mine.version.try_cast("int64"),
    )
    mine = mine.mutate(last=mine.deletion & mine.moment.isnull())
    many = mine.group_by("key").agg(rows=mine.count(), deletions=mine.deletion.sum())
    many = many.filter((many.rows > 1) | (many.deletions > 0))
    several = mine.semi_join(many, "key")
    order = ibis.window(
        group_by="key",
        order_by=[
            several.last.desc(),
            several.moment.desc(nulls_first=False),
            several.number.desc(nulls_first=False),
            several.digest,
        ],
    )
    several = several.mutate(place=ibis.row_number().over(order))
    newest = several.filter(several.place == 0).select(
        "key", top_moment="moment", top_number="number", top_deletion="deletion", top=("digest")
    )
    joined = several.inner_join(newest, "key")
    joined = joined.mutate(
        level=joined.moment.identical_to(joined.top_moment)
        & joined.number.identical_to(joined.top_number)
    )
    torn = joined.filter(joined.level & (joined.digest != joined.top)).select("key").distinct()
    torn = torn.mutate(torn=True)
    judged = joined.left_join(torn, "key").drop("key_right")
    reason = ibis.cases(
        (judged.deletion, "deletion"),
        (judged.top_deletion, "deleted"),
        (judged.level & judged.torn.fill_null(False), "conflict"),
        (judged.place == 0, ibis.null("string")),
        (judged.level, "repeated"),
        else_="older",
    )
    return judged.select("row", reason=reason)


def _reason(heads: ir.Table) -> ir.StringValue:
    """Why a resource is not used, apart from its versions."""
    return ibis.cases(
        (heads.problem.notnull(), heads.problem),
        (heads.type.notin(list(READ)), "type"),
        (heads.key.isnull(), "no_id"),
        else_=ibis.null("string"),
    )


def _inside(keyed: ir.Table, states: ir.Table) -> ir.Table:
    """The states of contained resources: as of the resource around them."""
    inside = keyed.filter(keyed.container.notnull()).select("container", "row", "type", "id")
    around = states.select("key", "scope", "reason", container="row")
    joined = inside.inner_join(around, "container")
    return joined.select(
        "row",
        "type",
        key=joined.key + "#" + joined.id,
        scope=joined.scope,
        reason=joined.reason,
    )


def _aliases(heads: ir.Table) -> ir.Table:
    """What else resources with an address of their Bundle's making may be called."""
    made = heads.filter(heads.full_url.startswith(URN) & heads.own.notnull())
    near = made.select(alias=made.scope + "|" + made.own, key="key")
    named_alike = made.filter(made.full_url.endswith(made.id))
    far = named_alike.select(alias="own", key="key")
    both = ibis.union(near, far)
    return both.group_by("alias").agg(key=both.key.min())
