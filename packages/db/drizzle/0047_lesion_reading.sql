-- One reader's form of one lesion at a visit (semantic features, BI-RADS): a versioned table of the record like the VASARI
-- forms (0012), with the same log, the same policies (that of blinded readers, 0045, too), and the lesion in its key.
CREATE TABLE record.lesion_reading (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	version integer DEFAULT 1 NOT NULL,
	recorded_at timestamp with time zone DEFAULT now() NOT NULL,
	recorded_by text DEFAULT '' NOT NULL,
	superseded_at timestamp with time zone,
	superseded_by uuid,
	reason text,
	import_id uuid,
	content_hash text NOT NULL,
	trial_id uuid NOT NULL,
	site_id uuid NOT NULL,
	subject_id uuid NOT NULL,
	visit_id uuid NOT NULL,
	lesion_id uuid NOT NULL,
	form text NOT NULL,
	reader text NOT NULL,
	state text NOT NULL,
	document jsonb NOT NULL,
	CONSTRAINT lesion_reading_subject FOREIGN KEY (subject_id, trial_id, site_id) REFERENCES record.subject (id, trial_id, site_id),
	CONSTRAINT lesion_reading_visit FOREIGN KEY (visit_id, subject_id) REFERENCES record.visit (id, subject_id),
	CONSTRAINT lesion_reading_lesion FOREIGN KEY (lesion_id, subject_id) REFERENCES record.lesion (id, subject_id),
	CONSTRAINT lesion_reading_form CHECK (form IN ('semantic', 'bi-rads')),
	CONSTRAINT lesion_reading_state CHECK (state IN ('draft', 'signed')),
	CONSTRAINT lesion_reading_content_hash CHECK (content_hash ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE UNIQUE INDEX lesion_reading_key ON record.lesion_reading USING btree (visit_id, lesion_id, form, reader) WHERE superseded_at IS NULL;
--> statement-breakpoint
CREATE INDEX lesion_reading_of_subject ON record.lesion_reading USING btree (subject_id);
--> statement-breakpoint
CREATE INDEX lesion_reading_former_versions ON record.lesion_reading (superseded_by) WHERE superseded_by IS NOT NULL;
--> statement-breakpoint
CREATE TRIGGER stamp BEFORE INSERT ON record.lesion_reading FOR EACH ROW EXECUTE FUNCTION record.stamp();
--> statement-breakpoint
CREATE TRIGGER a_reason_is_named BEFORE UPDATE OF reason ON record.lesion_reading FOR EACH ROW EXECUTE FUNCTION record.mark_reason();
--> statement-breakpoint
CREATE TRIGGER keep_version BEFORE UPDATE ON record.lesion_reading FOR EACH ROW EXECUTE FUNCTION record.keep_version();
--> statement-breakpoint
CREATE TRIGGER no_removal BEFORE DELETE ON record.lesion_reading FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_removal_whole BEFORE TRUNCATE ON record.lesion_reading FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON record.lesion_reading REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    '''["'' || n.id || ''","'' || n.content_hash || ''"]''', 'n.trial_id', 'n.superseded_at IS NULL', 'audit.version_mark(to_jsonb(n))');
--> statement-breakpoint
CREATE TRIGGER log_update AFTER UPDATE ON record.lesion_reading REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_update(
    'id', 'n.trial_id', '{payload,canonical,recorded_at}', 'superseded', 'audit.version_mark(to_jsonb(n))');
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON record.lesion_reading TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT (id, superseded_at, trial_id, site_id, subject_id, visit_id, lesion_id, form, reader, state, document) ON record.lesion_reading TO nadir_modeller;
--> statement-breakpoint
ALTER TABLE record.lesion_reading ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON record.lesion_reading TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON record.lesion_reading FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY member ON record.lesion_reading TO nadir_app, nadir_modeller
  USING (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]))
  WITH CHECK (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]));
--> statement-breakpoint
CREATE POLICY before_index_day ON record.lesion_reading AS RESTRICTIVE FOR SELECT TO nadir_modeller
  USING (subject_id NOT IN (SELECT nadir.sealed_subjects()) OR (EXISTS (SELECT FROM record.visit v WHERE v.id = visit_id)));
--> statement-breakpoint
CREATE POLICY before_index_day_if_blinded ON record.lesion_reading AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (subject_id NOT IN (SELECT nadir.blinded_subjects()) OR (EXISTS (SELECT FROM record.visit v WHERE v.id = visit_id)));
--> statement-breakpoint
CREATE POLICY role_adds ON record.lesion_reading AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{coordinator,data-manager,administrator,reader}'))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role('{coordinator,data-manager,administrator,reader}'))::uuid[]));
--> statement-breakpoint
CREATE POLICY role_corrects ON record.lesion_reading AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true)
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{coordinator,data-manager,administrator,reader}'))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role('{coordinator,data-manager,administrator,reader}'))::uuid[]));

--> statement-breakpoint
CREATE POLICY blinded_reader ON record.lesion_reading AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person());
