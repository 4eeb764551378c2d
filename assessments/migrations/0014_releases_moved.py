"""What the parts of a report hold now. Apart from the copying: PostgreSQL wants that committed."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("assessments", "0013_report_parts")]

    operations = [
        migrations.RemoveField(model_name="report", name="results_release"),
        migrations.RemoveField(model_name="report", name="pool_release"),
    ]
