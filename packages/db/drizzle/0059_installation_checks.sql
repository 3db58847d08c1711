-- What was looked at in the whole installation, when, and what came of it: a backup, its comparison, the log, the objects.
-- Nothing of a trial. Written and read by the system; append-only.
CREATE TABLE derived.installation_check (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind IN ('backup', 'backup-check', 'audit', 'objects')),
  ok boolean NOT NULL,
  document jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
--> statement-breakpoint
CREATE INDEX installation_check_last ON derived.installation_check (kind, at DESC);
--> statement-breakpoint
ALTER TABLE derived.installation_check ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON derived.installation_check TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON derived.installation_check TO nadir_system;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON derived.installation_check FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON derived.installation_check FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
