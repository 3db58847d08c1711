-- What a reader has under the pen, kept so that a lost session or a closed page loses nothing: one draft a person and image,
-- written over as it changes and taken away once a version is saved. No row of the record, so not in the log; nobody else's.
CREATE TABLE derived.drawing_draft (
  person_id text NOT NULL DEFAULT nadir.person(),
  image_id uuid NOT NULL,
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  image_object text NOT NULL,
  mask bytea NOT NULL,
  kept_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person_id, image_id),
  CONSTRAINT drawing_draft_image FOREIGN KEY (image_id, subject_id) REFERENCES record.image (id, subject_id),
  CONSTRAINT drawing_draft_subject FOREIGN KEY (subject_id, trial_id, site_id) REFERENCES record.subject (id, trial_id, site_id),
  CONSTRAINT drawing_draft_size CHECK (length(mask) <= 8000000)
);
--> statement-breakpoint
CREATE INDEX drawing_draft_image_index ON derived.drawing_draft (image_id);
--> statement-breakpoint
CREATE INDEX drawing_draft_subject_index ON derived.drawing_draft (subject_id);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON derived.drawing_draft TO nadir_app, nadir_system;
--> statement-breakpoint
ALTER TABLE derived.drawing_draft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON derived.drawing_draft TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_of_member ON derived.drawing_draft TO nadir_app
  USING (person_id = nadir.person() AND (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[])))
  WITH CHECK (person_id = nadir.person() AND (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[])));
--> statement-breakpoint
CREATE POLICY role_adds ON derived.drawing_draft AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{reader}'))::uuid[]) OR site_id = ANY ((SELECT nadir.sites_with_role('{reader}'))::uuid[]));
