-- Questions about the record: raised, answered, closed, each as a row that stays as it is. A thread's state is its last row.
GRANT CREATE ON SCHEMA nadir TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Trials in which the person reads, and holds no role that reads the record: blinded there.
CREATE FUNCTION nadir.reader_trials() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(array_agg(t.trial_id), '{}') FROM (
          SELECT m.trial_id FROM identity.membership m
           WHERE m.user_id = nadir.person() AND m.revoked_at IS NULL
           GROUP BY m.trial_id HAVING bool_or(m.role = 'reader') AND bool_and(m.role IN ('reader', 'statistician'))) t);
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.reader_trials() TO nadir_app;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA nadir FROM nadir_keeper;
--> statement-breakpoint
CREATE TABLE record.query_event (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- The first event's id names the thread.
  query_id uuid NOT NULL,
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- What it is about: an item of the worklist, as visit/S1/wk8, or null for the patient as a whole.
  item text,
  act text NOT NULL,
  text text NOT NULL,
  asked_of text NOT NULL,
  raised_by text NOT NULL,
  -- In which role the thread was raised: whose move it is once there is an answer.
  raised_as text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  said_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT query_event_subject FOREIGN KEY (subject_id, trial_id, site_id) REFERENCES record.subject (id, trial_id, site_id),
  CONSTRAINT query_event_act CHECK (act IN ('raised', 'answered', 'closed')),
  CONSTRAINT query_event_text CHECK (btrim(text) <> '' AND length(text) <= 2000),
  CONSTRAINT query_event_item CHECK (length(item) <= 300),
  CONSTRAINT query_event_asked_of CHECK (asked_of IN ('coordinator', 'reader', 'data-manager')),
  CONSTRAINT query_event_raised_as CHECK (raised_as IN ('coordinator', 'reader', 'data-manager')),
  CONSTRAINT query_event_first CHECK (id <> query_id OR (act = 'raised' AND raised_by = said_by))
);
--> statement-breakpoint
CREATE INDEX query_event_of_trial ON record.query_event (trial_id, query_id, at);
--> statement-breakpoint
CREATE INDEX query_event_of_subject ON record.query_event (subject_id);
--> statement-breakpoint
-- What follows in a thread speaks of the same thing as its first event.
CREATE FUNCTION record.query_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.at := clock_timestamp();
  NEW.said_by := nadir.actor();
  IF NEW.id <> NEW.query_id AND NOT EXISTS (
    SELECT FROM record.query_event q
     WHERE q.id = NEW.query_id AND q.subject_id = NEW.subject_id AND q.item IS NOT DISTINCT FROM NEW.item
       AND q.asked_of = NEW.asked_of AND q.raised_by = NEW.raised_by AND q.raised_as = NEW.raised_as) THEN
    PERFORM nadir.refuse('QUERY_UNKNOWN', 'There is no query that this would follow.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER follows BEFORE INSERT ON record.query_event FOR EACH ROW EXECUTE FUNCTION record.query_follows();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON record.query_event FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON record.query_event FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON record.query_event REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.query_id, n.act, n.item))', 'n.trial_id', 'true',
    'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
--> statement-breakpoint
GRANT SELECT, INSERT ON record.query_event TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT ON record.query_event TO nadir_keeper;
--> statement-breakpoint
ALTER TABLE record.query_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON record.query_event TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON record.query_event FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY member ON record.query_event TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]))
  WITH CHECK (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]));
--> statement-breakpoint
-- Who takes part; a statistician could learn from a question what a sealed patient's outcome is.
CREATE POLICY those_who_ask ON record.query_event AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.trials_with_role('{coordinator,data-manager,administrator,reader}'))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role('{coordinator,data-manager,administrator,reader}'))::uuid[]));
--> statement-breakpoint
-- A blinded reader sees what readers are asked, and what they asked themselves.
CREATE POLICY blinded ON record.query_event AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR asked_of = 'reader' OR raised_by = nadir.person());
--> statement-breakpoint
CREATE POLICY role_adds ON record.query_event AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (said_by = nadir.person()
    AND (trial_id = ANY ((SELECT nadir.trials_with_role('{coordinator,data-manager,administrator,reader}'))::uuid[])
      OR site_id = ANY ((SELECT nadir.sites_with_role('{coordinator,data-manager,administrator,reader}'))::uuid[])));
--> statement-breakpoint
CREATE POLICY role_corrects ON record.query_event AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true) WITH CHECK (false);
