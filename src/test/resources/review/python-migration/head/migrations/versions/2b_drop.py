from alembic import op

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_table("meters")
