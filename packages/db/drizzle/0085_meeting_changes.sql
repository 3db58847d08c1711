-- A meeting of the board can be moved, renamed, called off, and called after all, each for a reason. Each change says the whole
-- anew, numbered within the meeting: whoever changes what they saw changes once. What was called stays as it was called; what
-- stands is the last change, else that. A meeting that decided stays as it is: its name and day stand in the decision's letter.
CREATE TABLE board.meeting_change (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  meeting_id uuid NOT NULL,
  trial_id uuid NOT NULL,
  number integer NOT NULL CHECK (number >= 1),
  held_on date NOT NULL,
  title text NOT NULL,
  is_off boolean NOT NULL,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT meeting_change_meeting FOREIGN KEY (meeting_id, trial_id) REFERENCES board.meeting (id, trial_id),
  CONSTRAINT meeting_change_number UNIQUE (meeting_id, number)
);
--> statement-breakpoint
ALTER TABLE board.meeting_change ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT ON board.meeting_change TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT, INSERT ON board.meeting_change TO nadir_app, nadir_system;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON board.meeting_change FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON board.meeting_change FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE POLICY system_member ON board.meeting_change TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON board.meeting_change FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY own_name ON board.meeting_change AS RESTRICTIVE FOR INSERT TO nadir_app WITH CHECK (created_by = nadir.actor());
--> statement-breakpoint
-- Whoever sees the meeting sees what became of it.
CREATE POLICY member ON board.meeting_change FOR SELECT TO nadir_app
  USING (EXISTS (SELECT FROM board.meeting m WHERE m.id = meeting_change.meeting_id));
--> statement-breakpoint
CREATE POLICY role_adds ON board.meeting_change FOR INSERT TO nadir_app
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{board,coordinator}'))::uuid[]));
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON board.meeting_change REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.meeting_id, n.number, n.held_on, n.title, n.is_off, n.reason))', 'n.trial_id', 'true',
    'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
--> statement-breakpoint
-- Whoever changes a meeting and whoever decides at it hold it, one after the other.
GRANT CREATE ON SCHEMA board TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
CREATE FUNCTION board.keep_meeting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.meeting_id::text, 0));
  IF EXISTS (SELECT FROM board.act a JOIN board."case" c ON c.id = a.case_id WHERE c.meeting_id = NEW.meeting_id AND a.kind = 'decision') THEN
    PERFORM nadir.refuse('MEETING_DECIDED', 'The board has decided at this meeting: its name and day stand in what was signed, and stay.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION board.act_where_it_meets() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  meeting uuid := (SELECT meeting_id FROM board."case" WHERE id = NEW.case_id);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(meeting::text, 0));
  IF (SELECT c.is_off FROM board.meeting_change c WHERE c.meeting_id = meeting ORDER BY c.number DESC LIMIT 1) THEN
    PERFORM nadir.refuse('MEETING_OFF', 'This meeting was called off; call it after all, or hear the patient at another.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION board.keep_meeting(), board.act_where_it_meets() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION board.keep_meeting(), board.act_where_it_meets() TO nadir_owner;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA board FROM nadir_keeper;
--> statement-breakpoint
CREATE TRIGGER keep_meeting BEFORE INSERT ON board.meeting_change FOR EACH ROW EXECUTE FUNCTION board.keep_meeting();
--> statement-breakpoint
CREATE TRIGGER act_where_it_meets BEFORE INSERT ON board.act FOR EACH ROW EXECUTE FUNCTION board.act_where_it_meets();
--> statement-breakpoint
-- A meeting as it stands, for whoever sees it.
CREATE VIEW board.meeting_now WITH (security_invoker = true) AS
  SELECT m.id, m.trial_id, coalesce(c.held_on, m.held_on) AS held_on, coalesce(c.title, m.title) AS title,
         coalesce(c.is_off, false) AS is_off, CASE WHEN c.is_off THEN c.reason END AS off_because, coalesce(c.number, 0) AS number
    FROM board.meeting m
    LEFT JOIN LATERAL (SELECT * FROM board.meeting_change x WHERE x.meeting_id = m.id ORDER BY x.number DESC LIMIT 1) c ON true;
--> statement-breakpoint
GRANT SELECT ON board.meeting_now TO nadir_app, nadir_system;
--> statement-breakpoint
-- The day and name of a meeting that was moved or called off can be those of another: no two meetings stand alike at once, which is asked when one is called.
ALTER TABLE board.meeting DROP CONSTRAINT meeting_once;
