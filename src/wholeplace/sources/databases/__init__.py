"""Databases as sources: connections, tables read from them, and datasets landed from them."""

from wholeplace.sources.databases.connecting import DatabaseError, connected, connection_called
from wholeplace.sources.databases.landing import land_from_database
from wholeplace.sources.databases.reading import Database, read_tables

__all__ = [
    "Database",
    "DatabaseError",
    "connected",
    "connection_called",
    "land_from_database",
    "read_tables",
]
