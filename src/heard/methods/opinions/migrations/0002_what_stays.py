"""The database keeps the counts of each statement: always what the votes say, whatever is sent twice or at once."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION opinions_votes_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE opinions_statement s SET agree = s.agree + n.agree, disagree = s.disagree + n.disagree,
      passed = s.passed + n.passed
    FROM (SELECT v.statement_id, count(*) FILTER (WHERE v.way = 1) AS agree,
            count(*) FILTER (WHERE v.way = -1) AS disagree, count(*) FILTER (WHERE v.way = 0) AS passed
          FROM came v JOIN opinions_participant p ON p.id = v.participant_id AND p.left_out_at IS NULL
          GROUP BY 1 ORDER BY 1) n
    WHERE s.id = n.statement_id;
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE opinions_statement s SET agree = s.agree - n.agree, disagree = s.disagree - n.disagree,
      passed = s.passed - n.passed
    FROM (SELECT v.statement_id, count(*) FILTER (WHERE v.way = 1) AS agree,
            count(*) FILTER (WHERE v.way = -1) AS disagree, count(*) FILTER (WHERE v.way = 0) AS passed
          FROM went v JOIN opinions_participant p ON p.id = v.participant_id AND p.left_out_at IS NULL
          GROUP BY 1 ORDER BY 1) n
    WHERE s.id = n.statement_id;
  ELSE
    UPDATE opinions_statement s SET agree = s.agree + n.agree, disagree = s.disagree + n.disagree,
      passed = s.passed + n.passed
    FROM (SELECT b.statement_id, sum(b.agree) AS agree, sum(b.disagree) AS disagree, sum(b.passed) AS passed FROM (
            SELECT v.participant_id, v.statement_id, (v.way = 1)::int AS agree, (v.way = -1)::int AS disagree,
              (v.way = 0)::int AS passed FROM came v
            UNION ALL
            SELECT v.participant_id, v.statement_id, -(v.way = 1)::int, -(v.way = -1)::int, -(v.way = 0)::int
            FROM went v) b
          JOIN opinions_participant p ON p.id = b.participant_id AND p.left_out_at IS NULL
          GROUP BY 1 ORDER BY 1) n
    WHERE s.id = n.statement_id AND (n.agree <> 0 OR n.disagree <> 0 OR n.passed <> 0);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER votes_that_came AFTER INSERT ON opinions_vote REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION opinions_votes_counted();
CREATE TRIGGER votes_that_changed AFTER UPDATE ON opinions_vote REFERENCING OLD TABLE AS went NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION opinions_votes_counted();
CREATE TRIGGER votes_that_went AFTER DELETE ON opinions_vote REFERENCING OLD TABLE AS went
  FOR EACH STATEMENT EXECUTE FUNCTION opinions_votes_counted();

CREATE FUNCTION opinions_people_left_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE opinions_statement s SET agree = s.agree + n.agree, disagree = s.disagree + n.disagree,
    passed = s.passed + n.passed
  FROM (SELECT v.statement_id, sum(turned.sign * (v.way = 1)::int) AS agree,
          sum(turned.sign * (v.way = -1)::int) AS disagree, sum(turned.sign * (v.way = 0)::int) AS passed
        FROM (SELECT c.id, CASE WHEN c.left_out_at IS NULL THEN 1 ELSE -1 END AS sign
              FROM came c JOIN went w ON w.id = c.id
              WHERE (c.left_out_at IS NULL) <> (w.left_out_at IS NULL)) turned
        JOIN opinions_vote v ON v.participant_id = turned.id
        GROUP BY 1 ORDER BY 1) n
  WHERE s.id = n.statement_id;
  RETURN NULL;
END $$;
CREATE TRIGGER people_left_out AFTER UPDATE ON opinions_participant
  REFERENCING OLD TABLE AS went NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION opinions_people_left_out();
"""
BACKWARD = """
DROP TRIGGER people_left_out ON opinions_participant;
DROP FUNCTION opinions_people_left_out();
DROP TRIGGER votes_that_went ON opinions_vote;
DROP TRIGGER votes_that_changed ON opinions_vote;
DROP TRIGGER votes_that_came ON opinions_vote;
DROP FUNCTION opinions_votes_counted();
"""


class Migration(migrations.Migration):
    dependencies = [("opinions", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
