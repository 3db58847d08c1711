-- A flag bears the day of the scan that raised it, but is judged from the whole course: a failure of treatment, a later scan
-- that did not confirm. So of a sealed subject a modelling role sees none, as it sees no assessment.
DROP POLICY before_index_day ON derived.flag;
--> statement-breakpoint
DROP POLICY before_index_day_if_blinded ON derived.flag;
--> statement-breakpoint
CREATE POLICY before_index_day ON derived.flag AS RESTRICTIVE FOR SELECT TO nadir_modeller
  USING (subject_id NOT IN (SELECT nadir.sealed_subjects()));
--> statement-breakpoint
CREATE POLICY before_index_day_if_blinded ON derived.flag AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (subject_id NOT IN (SELECT nadir.blinded_subjects()));
