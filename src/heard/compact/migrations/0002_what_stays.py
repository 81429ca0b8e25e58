"""What no program may undo: a gate as it was judged, the pack it was judged by, the pack that governs."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION compact_row_stays_as_judged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A row of % stays as it was judged.', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = 'stays_as_judged';
END $$;
CREATE TRIGGER move_stays BEFORE UPDATE ON compact_move
  FOR EACH ROW EXECUTE FUNCTION compact_row_stays_as_judged();
CREATE TRIGGER check_result_stays BEFORE UPDATE ON compact_checkresult
  FOR EACH ROW EXECUTE FUNCTION compact_row_stays_as_judged();
CREATE TRIGGER governing_stays BEFORE UPDATE ON compact_governing
  FOR EACH ROW EXECUTE FUNCTION compact_row_stays_as_judged();
CREATE TRIGGER pack_text_stays BEFORE UPDATE OF digest, text ON compact_packversion
  FOR EACH ROW WHEN (OLD.digest <> NEW.digest OR OLD.text <> NEW.text)
  EXECUTE FUNCTION compact_row_stays_as_judged();
"""
BACKWARD = """
DROP TRIGGER pack_text_stays ON compact_packversion;
DROP TRIGGER governing_stays ON compact_governing;
DROP TRIGGER check_result_stays ON compact_checkresult;
DROP TRIGGER move_stays ON compact_move;
DROP FUNCTION compact_row_stays_as_judged();
"""


class Migration(migrations.Migration):
    dependencies = [("compact", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
