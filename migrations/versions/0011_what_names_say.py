"""Which display name of an author a rule found something in, so that it is told once."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; of those who wrote before, none was looked at."""
    comment = "the pseudonym of the display name in which a rule found something last; empty: in none"
    column = sa.Column("told_name", sa.Text(), nullable=False, server_default=sa.text("''"), comment=comment)
    op.add_column("author", column)


def downgrade() -> None:
    """Drop it."""
    raise NotImplementedError("restore the backup that was made before")
