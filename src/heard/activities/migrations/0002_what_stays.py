"""What no program may undo: kept by the database itself."""

from django.db import migrations

# What no program may undo: the pre-decided flag, the promised closing day, signatures, people's own words.
FORWARD_1 = """
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
BACKWARD_1 = """
DROP TRIGGER layer_words_stay ON activities_layer;
DROP TRIGGER passage_words_stay ON activities_passage;
DROP TRIGGER date_change_is_written_once ON activities_datechange;
DROP TRIGGER declaration_is_written_once ON activities_declaration;
DROP TRIGGER activity_keeps_its_word ON activities_activity;
DROP FUNCTION activities_words_are_only_blanked();
DROP FUNCTION activities_row_is_written_once();
DROP FUNCTION activities_activity_keeps_its_word();
"""

# The day an activity was announced: set once, and what decides whether everyone may see it.
FORWARD_2 = """
CREATE FUNCTION activities_announcement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.announced_on IS NOT NULL AND NEW.announced_on IS DISTINCT FROM OLD.announced_on THEN
      RAISE EXCEPTION 'What was announced stays announced (activity %).', OLD.public_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'announcement_stays';
    END IF;
  END IF;
  IF NEW.announced_on IS NULL AND NEW.stage NOT IN ('idea', 'planned', 'withdrawn') THEN
    NEW.announced_on := (NEW.stage_at AT TIME ZONE 'Europe/London')::date;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER announcement_stays BEFORE INSERT OR UPDATE OF stage, announced_on ON activities_activity
  FOR EACH ROW EXECUTE FUNCTION activities_announcement_stays();
"""
BACKWARD_2 = """
DROP TRIGGER announcement_stays ON activities_activity;
DROP FUNCTION activities_announcement_stays();
"""

# What no program may undo: the tier and the statutory period once it has opened; rulings and lifts, once written.
FORWARD_3 = """
CREATE FUNCTION activities_tier_only_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.stage NOT IN ('idea', 'planned', 'noticed')
     AND array_position(ARRAY['light', 'standard', 'high'], NEW.tier::text)
       < array_position(ARRAY['light', 'standard', 'high'], OLD.tier::text) THEN
    RAISE EXCEPTION 'How much is at stake cannot go down after opening (activity %).', OLD.public_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'tier_only_rises_after_opening';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tier_only_rises BEFORE UPDATE OF tier ON activities_activity
  FOR EACH ROW EXECUTE FUNCTION activities_tier_only_rises();

CREATE FUNCTION activities_statutory_period_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.statutory_minimum_days IS DISTINCT FROM OLD.statutory_minimum_days
      OR NEW.statutory_duty <> OLD.statutory_duty)
     AND EXISTS (SELECT 1 FROM activities_activity a
                 WHERE a.id = OLD.activity_id AND a.stage NOT IN ('idea', 'planned', 'noticed')) THEN
    RAISE EXCEPTION 'The period that a law sets stays as it was at opening (plan %).', OLD.activity_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'statutory_period_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statutory_period_stays BEFORE UPDATE OF statutory_minimum_days, statutory_duty ON activities_plan
  FOR EACH ROW EXECUTE FUNCTION activities_statutory_period_stays();

CREATE TRIGGER election_ruling_is_written_once BEFORE UPDATE OR DELETE ON activities_electionruling
  FOR EACH ROW EXECUTE FUNCTION activities_row_is_written_once();
CREATE TRIGGER tier_lift_is_written_once BEFORE UPDATE OR DELETE ON activities_tierlift
  FOR EACH ROW EXECUTE FUNCTION activities_row_is_written_once();
"""
BACKWARD_3 = """
DROP TRIGGER tier_lift_is_written_once ON activities_tierlift;
DROP TRIGGER election_ruling_is_written_once ON activities_electionruling;
DROP TRIGGER statutory_period_stays ON activities_plan;
DROP TRIGGER tier_only_rises ON activities_activity;
DROP FUNCTION activities_statutory_period_stays();
DROP FUNCTION activities_tier_only_rises();
"""

FORWARD_4 = """
CREATE FUNCTION activities_correction_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.contribution_id <> OLD.contribution_id OR NEW.what <> OLD.what OR NEW.at <> OLD.at
     OR (NEW.before <> OLD.before AND NEW.before <> '{}') OR (NEW.after <> OLD.after AND NEW.after <> '{}') THEN
    RAISE EXCEPTION 'A correction is written once: add a new one.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER correction_stays BEFORE UPDATE ON activities_correction
  FOR EACH ROW EXECUTE FUNCTION activities_correction_stays();
"""
BACKWARD_4 = """
DROP TRIGGER correction_stays ON activities_correction;
DROP FUNCTION activities_correction_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARD_1, BACKWARD_1),
        migrations.RunSQL(FORWARD_2, BACKWARD_2),
        migrations.RunSQL(FORWARD_3, BACKWARD_3),
        migrations.RunSQL(FORWARD_4, BACKWARD_4),
    ]
