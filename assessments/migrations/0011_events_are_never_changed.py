"""The database itself refuses to change an event, as long as it is kept.

One change is left: an account that is deleted leaves its events without an actor. Deleting is not
refused here, because an organisation takes its log with it and old events are forgotten.
SQLite loses triggers when a later migration rebuilds the table; a test would find that.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEPT = "id, at, kind, organisation_id, object_type, object_id, enterprise, details"

SQLITE = [
    f"""
    CREATE TRIGGER event_is_never_changed BEFORE UPDATE OF {KEPT} ON assessments_event
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END
    """,
    """
    CREATE TRIGGER event_keeps_its_actor BEFORE UPDATE OF actor_id ON assessments_event
    WHEN NEW.actor_id IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION refuse_to_change_an_event() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE restrict_violation USING MESSAGE = 'an event is never changed'; END $$
    """,
    f"""
    CREATE TRIGGER event_is_never_changed BEFORE UPDATE OF {KEPT} ON assessments_event
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_an_event()
    """,
    """
    CREATE TRIGGER event_keeps_its_actor BEFORE UPDATE OF actor_id ON assessments_event
    FOR EACH ROW WHEN (NEW.actor_id IS NOT NULL) EXECUTE FUNCTION refuse_to_change_an_event()
    """,
]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
TRIGGERS = ("event_is_never_changed", "event_keeps_its_actor")


def protect(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in STATEMENTS.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement, params=None)


def unprotect(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for trigger in TRIGGERS:
        place = " ON assessments_event" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger}{place}", params=None)
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS refuse_to_change_an_event()", params=None)


class Migration(migrations.Migration):

    dependencies = [("assessments", "0010_grants_told_until")]

    operations = [
        migrations.AlterField(
            model_name="enterprise",
            name="erasure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="erases",
                to="assessments.job",
            ),
        ),
        migrations.RunPython(protect, unprotect),
    ]
