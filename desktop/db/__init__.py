"""Storage: tables, sessions, migrations, attachments. SQLAlchemy lives here and in services only."""
