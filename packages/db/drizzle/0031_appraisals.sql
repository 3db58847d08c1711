-- Self-assessments of a protocol's study by an appraisal tool (QUADAS-2). Every save is a new version of the person's own
-- form; none is changed. The time is that of the write and not of the transaction: a report prints what was final before it.
CREATE TABLE validation.appraisal (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  protocol_id uuid NOT NULL REFERENCES validation.protocol (id),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  tool text NOT NULL,
  version integer NOT NULL,
  state text NOT NULL,
  document jsonb NOT NULL,
  document_hash text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT appraisal_version UNIQUE (protocol_id, tool, created_by, version),
  CONSTRAINT appraisal_tool CHECK (tool IN ('quadas-2')),
  CONSTRAINT appraisal_state CHECK (state IN ('draft', 'final'))
);
--> statement-breakpoint
ALTER TABLE validation.appraisal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON validation.appraisal TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON validation.appraisal FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
-- A draft is its writer's own; nobody writes in another's name.
CREATE POLICY member ON validation.appraisal TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) AND (state = 'final' OR created_by = nadir.actor()))
  WITH CHECK (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) AND created_by = nadir.actor());
--> statement-breakpoint
GRANT SELECT, INSERT ON validation.appraisal TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT ON validation.appraisal TO nadir_keeper;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON validation.appraisal FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON validation.appraisal FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON validation.appraisal REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.document_hash, n.state))', 'n.trial_id', 'true',
    'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
