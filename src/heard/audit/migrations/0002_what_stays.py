"""An entry can be sealed once, and in no other way changed, removed or emptied; so with payloads and heads."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'The audit log is append-only: an entry cannot be removed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.sequence IS NOT NULL THEN
        RAISE EXCEPTION 'The audit log is append-only: entry % is sealed.', OLD.sequence USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.sequence IS NULL OR NEW.hash = ''
        OR to_jsonb(NEW) - ARRAY['sequence', 'hash'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['sequence', 'hash'] THEN
        RAISE EXCEPTION 'The audit log is append-only: an entry can only be sealed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_stays();
CREATE TRIGGER audit_entry_never_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_payload_never_changed BEFORE UPDATE ON audit_payload
    FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_head_stays BEFORE UPDATE OR DELETE ON audit_dailyhead
    FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_head_never_emptied BEFORE TRUNCATE ON audit_dailyhead
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
"""
BACKWARD = """
DROP TRIGGER audit_head_never_emptied ON audit_dailyhead;
DROP TRIGGER audit_head_stays ON audit_dailyhead;
DROP TRIGGER audit_payload_never_changed ON audit_payload;
DROP TRIGGER audit_entry_never_emptied ON audit_entry;
DROP TRIGGER audit_entry_stays ON audit_entry;
DROP FUNCTION audit_stays();
DROP FUNCTION audit_entry_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
