-- What is added to a protocol that has been reported: analyses that nobody planned, and corrections. Each has its number,
-- stays as it is, and leaves the report untouched.
CREATE TABLE validation.addendum (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  protocol_id uuid NOT NULL REFERENCES validation.protocol (id),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  number integer NOT NULL,
  kind text NOT NULL,
  document jsonb NOT NULL,
  document_hash text NOT NULL,
  html_hash text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT addendum_number UNIQUE (protocol_id, number),
  CONSTRAINT addendum_kind CHECK (kind IN ('post hoc', 'erratum'))
);
--> statement-breakpoint
ALTER TABLE validation.addendum ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON validation.addendum TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON validation.addendum FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY member ON validation.addendum TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[])) WITH CHECK (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]));
--> statement-breakpoint
GRANT SELECT, INSERT ON validation.addendum TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT ON validation.addendum TO nadir_keeper;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON validation.addendum FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON validation.addendum FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER while_reported BEFORE INSERT ON validation.addendum
  FOR EACH ROW EXECUTE FUNCTION validation.only_while('reported', 'NOT_LOCKED');
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON validation.addendum REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.document_hash, n.html_hash))', 'n.trial_id', 'true',
    'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
