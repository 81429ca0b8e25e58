"""What no program may undo: kept by the database itself."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER paper_mark_is_written_once BEFORE UPDATE OR DELETE ON survey_papermark
  FOR EACH ROW EXECUTE FUNCTION activities_row_is_written_once();
"""
BACKWARD = """
DROP TRIGGER paper_mark_is_written_once ON survey_papermark;
"""


class Migration(migrations.Migration):
    dependencies = [("survey", "0001_initial"), ("activities", "0002_what_stays")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
