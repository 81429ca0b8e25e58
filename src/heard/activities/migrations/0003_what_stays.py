"""What no program may undo: the pre-decided flag, the promised closing day, signatures, people's own words."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION activities_activity_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.stage NOT IN ('idea', 'planned') OR OLD.pre_decided THEN
      RAISE EXCEPTION 'An activity that was announced stays on record (activity %).', OLD.public_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'announced_activity_stays';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.pre_decided AND NOT NEW.pre_decided THEN
    RAISE EXCEPTION 'The flag "decided before closing" is never cleared (activity %).', OLD.public_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pre_decided_only_turns_true';
  END IF;
  IF OLD.feedback_was_late AND NOT NEW.feedback_was_late THEN
    RAISE EXCEPTION 'Late feedback stays late (activity %).', OLD.public_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'lateness_only_turns_true';
  END IF;
  IF OLD.stage NOT IN ('idea', 'planned', 'noticed') THEN
    IF NEW.stage IN ('idea', 'planned', 'noticed') THEN
      RAISE EXCEPTION 'An activity that has opened cannot go back before its opening (activity %).', OLD.public_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'opening_is_not_undone';
    END IF;
    IF OLD.closes_on IS NOT NULL AND (NEW.closes_on IS NULL OR NEW.closes_on < OLD.closes_on) THEN
      RAISE EXCEPTION 'The closing day never moves earlier after opening (activity %).', OLD.public_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'closing_day_never_moves_earlier';
    END IF;
    IF NEW.opens_on IS DISTINCT FROM OLD.opens_on AND OLD.stage <> 'withdrawn' THEN
      RAISE EXCEPTION 'The opening day is history once it has come (activity %).', OLD.public_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'opening_day_stays';
    END IF;
  END IF;
  IF OLD.closes_on_at_opening IS NOT NULL
     AND (NEW.closes_on_at_opening IS NULL OR NEW.closes_on_at_opening < OLD.closes_on_at_opening) THEN
    RAISE EXCEPTION 'What was promised at opening is never taken back (activity %).', OLD.public_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'promise_of_opening_stays';
  END IF;
  IF OLD.level_at_opening <> '' AND NEW.level_at_opening <> OLD.level_at_opening THEN
    RAISE EXCEPTION 'The level promised at opening is never rewritten (activity %).', OLD.public_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'level_at_opening_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER activity_keeps_its_word BEFORE UPDATE OR DELETE ON activities_activity
  FOR EACH ROW EXECUTE FUNCTION activities_activity_keeps_its_word();

CREATE FUNCTION activities_row_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A row of % is written once: add a new one.', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = 'written_once';
END $$;
CREATE TRIGGER declaration_is_written_once BEFORE UPDATE OR DELETE ON activities_declaration
  FOR EACH ROW EXECUTE FUNCTION activities_row_is_written_once();
CREATE TRIGGER date_change_is_written_once BEFORE UPDATE OR DELETE ON activities_datechange
  FOR EACH ROW EXECUTE FUNCTION activities_row_is_written_once();

CREATE FUNCTION activities_words_are_only_blanked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.words <> OLD.words AND NEW.words <> '' THEN
    RAISE EXCEPTION 'What somebody said is never overwritten: lay a reading over it.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'words_are_only_blanked';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER passage_words_stay BEFORE UPDATE OF words ON activities_passage
  FOR EACH ROW EXECUTE FUNCTION activities_words_are_only_blanked();
CREATE TRIGGER layer_words_stay BEFORE UPDATE OF words ON activities_layer
  FOR EACH ROW EXECUTE FUNCTION activities_words_are_only_blanked();
"""

BACKWARD = """
DROP TRIGGER layer_words_stay ON activities_layer;
DROP TRIGGER passage_words_stay ON activities_passage;
DROP TRIGGER date_change_is_written_once ON activities_datechange;
DROP TRIGGER declaration_is_written_once ON activities_declaration;
DROP TRIGGER activity_keeps_its_word ON activities_activity;
DROP FUNCTION activities_words_are_only_blanked();
DROP FUNCTION activities_row_is_written_once();
DROP FUNCTION activities_activity_keeps_its_word();
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
