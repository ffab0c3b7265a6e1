"""How Alembic runs the ledger's migrations: on the connection it is handed, never on one of its own."""

from alembic import context

from pyrrhus.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
