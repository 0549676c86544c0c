"""The tables of the decisions, the same in SQLite and PostgreSQL. Their history is `migrations/versions`."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, MetaData, String, Table, Text

REVISION = "0001"
"""The newest migration."""
KNOWN = ("0001",)
"""Every migration, oldest first."""

metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("item", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text, nullable=False),
    Column("assignee", Text),
    Column("supersedes", Integer),
    Column("predecessor", String(80)),
    Column("blind", Integer, CheckConstraint("blind IN (0, 1)"), nullable=False),
    Column("evidence", String(80), nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("versions", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index("events_of_item", "item", "sequence"),
)
"""One row an event. `before`, `after`, `snapshot` and `versions` hold canonical JSON."""

head = Table(
    "head",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: the last event. It is locked while an event is appended, and shows when events were cut off at the end."""
