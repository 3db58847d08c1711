-- Models of a trial: a card with the signature whole, under the hash of its text. Registered once, never changed; whether a
-- model was shown to hold is read from the reports of protocols that froze the same signature, and is no column.
CREATE TABLE validation.model (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  key text NOT NULL,
  version text NOT NULL,
  document jsonb NOT NULL,
  document_hash text NOT NULL,
  signature_hash text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT model_version UNIQUE (trial_id, key, version),
  CONSTRAINT model_hashes CHECK (document_hash ~ '^[0-9a-f]{64}$' AND signature_hash ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE validation.model ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON validation.model TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON validation.model FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY member ON validation.model FOR SELECT TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.member_trials())::uuid[]));
--> statement-breakpoint
GRANT SELECT ON validation.model TO nadir_app, nadir_keeper;
--> statement-breakpoint
GRANT SELECT, INSERT ON validation.model TO nadir_system;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON validation.model FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON validation.model FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON validation.model REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.document_hash))', 'n.trial_id', 'true',
    'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
