-- How experienced a reader of a trial is, as an administrator of the trial recorded it. The last of a reader is in force.
CREATE TABLE record.reader_seniority (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  -- A person, or the name under which an import brought measurements.
  reader text NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  grade text NOT NULL CHECK (grade IN ('in-training', 'specialist', 'senior')),
  -- Of reading such images.
  years integer CHECK (years BETWEEN 0 AND 60),
  at timestamptz NOT NULL DEFAULT now(),
  set_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT reader_seniority_number UNIQUE (trial_id, reader, number)
);
--> statement-breakpoint
ALTER TABLE record.reader_seniority ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON record.reader_seniority TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON record.reader_seniority FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY member ON record.reader_seniority TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.member_trials())::uuid[]))
  WITH CHECK (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]));
--> statement-breakpoint
-- A blinded reader is not told who else reads.
CREATE POLICY blinded_reader ON record.reader_seniority AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person());
--> statement-breakpoint
CREATE POLICY role_adds ON record.reader_seniority AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (set_by = nadir.person() AND trial_id = ANY ((SELECT nadir.trials_with_role('{administrator}'))::uuid[]));
--> statement-breakpoint
CREATE POLICY role_corrects ON record.reader_seniority AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true) WITH CHECK (false);
--> statement-breakpoint
GRANT SELECT, INSERT ON record.reader_seniority TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT ON record.reader_seniority TO nadir_keeper;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON record.reader_seniority FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_removal_whole BEFORE TRUNCATE ON record.reader_seniority FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON record.reader_seniority REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(to_jsonb(n))', 'n.trial_id', 'true', 'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
