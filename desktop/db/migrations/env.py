"""Alembic's entry: run the scripts on the connection that desktop.db.migrate hands over."""

from alembic import context

from desktop.db.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
