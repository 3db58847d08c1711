-- One entry by hand that was recorded: the browser names it before it sends it, so that the same entry sent twice is
-- recorded once. Append-only. What it wrote stands in the versioned tables; `counts` says how many rows of each.
CREATE TABLE record.entry (
  id uuid PRIMARY KEY,
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  content_hash text NOT NULL,
  counts jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  entered_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT entry_content_hash CHECK (content_hash ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE INDEX entry_of_trial ON record.entry (trial_id, at);
--> statement-breakpoint
ALTER TABLE record.entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON record.entry TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON record.entry FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
-- One's own entries, and those of trials to which one belongs with all sites.
CREATE POLICY member ON record.entry TO nadir_app
  USING (entered_by = nadir.person() OR trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]))
  WITH CHECK (entered_by = nadir.person() AND trial_id = ANY ((SELECT nadir.member_trials())::uuid[]));
--> statement-breakpoint
CREATE POLICY role_adds ON record.entry AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{coordinator,data-manager,administrator}'))::uuid[])
    OR trial_id IN (SELECT s.trial_id FROM record.site s
                     WHERE s.id = ANY ((SELECT nadir.sites_with_role('{coordinator,data-manager,administrator}'))::uuid[])));
--> statement-breakpoint
CREATE POLICY role_corrects ON record.entry AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true) WITH CHECK (false);
--> statement-breakpoint
GRANT SELECT, INSERT ON record.entry TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT ON record.entry TO nadir_keeper;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON record.entry FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON record.entry FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON record.entry REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.content_hash))', 'n.trial_id', 'true',
    'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
