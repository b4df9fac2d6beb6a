"""What all tables belong to.

Of indexes of some rows only, the condition stands here for SQLite alone. PostgreSQL's stands in the migrations, which
make all tables: to name it here would load its dialect, 3 MB, into every shield.
"""

from sqlalchemy import MetaData

metadata = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"},
)
