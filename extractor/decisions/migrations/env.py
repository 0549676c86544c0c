"""What alembic runs to migrate over the connection that it is handed."""

from alembic import context

from extractor.decisions.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller has begun the transaction, and ends it
)
context.run_migrations()
