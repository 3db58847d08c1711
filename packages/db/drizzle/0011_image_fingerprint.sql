-- What tells copies of one image apart from two images: hashes of the voxels in one order, and a coarse picture of them.
-- Computed from an image, so it is seen by whom the image is seen.
CREATE TABLE derived.image_fingerprint (
  image_id uuid NOT NULL,
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  object_hash text NOT NULL,
  voxel_hash text NOT NULL,
  placed_hash text NOT NULL,
  fingerprint bytea,
  computed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT image_fingerprint_key PRIMARY KEY (image_id, object_hash),
  CONSTRAINT image_fingerprint_image FOREIGN KEY (image_id, subject_id) REFERENCES record.image (id, subject_id)
);
--> statement-breakpoint
CREATE INDEX image_fingerprint_subject ON derived.image_fingerprint (subject_id);
--> statement-breakpoint
GRANT SELECT, INSERT ON derived.image_fingerprint TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT (image_id, trial_id, site_id, subject_id, object_hash, voxel_hash, placed_hash, fingerprint)
  ON derived.image_fingerprint TO nadir_modeller;
--> statement-breakpoint
ALTER TABLE derived.image_fingerprint ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON derived.image_fingerprint TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY member ON derived.image_fingerprint TO nadir_app, nadir_modeller
  USING (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]))
  WITH CHECK (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]));
--> statement-breakpoint
CREATE POLICY before_index_day ON derived.image_fingerprint AS RESTRICTIVE FOR SELECT TO nadir_modeller
  USING (subject_id NOT IN (SELECT nadir.sealed_subjects()) OR EXISTS (SELECT FROM record.image i WHERE i.id = image_id));
--> statement-breakpoint
CREATE POLICY before_index_day_if_blinded ON derived.image_fingerprint AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (subject_id NOT IN (SELECT nadir.blinded_subjects()) OR EXISTS (SELECT FROM record.image i WHERE i.id = image_id));
