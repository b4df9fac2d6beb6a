"""How Alembic reaches the database: with the engine it is given, one transaction for all."""

from alembic import context

from bot.store.schema import metadata

with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
