-- Why an arm was unblinded, and what was remarked on a draw, is written after treatment began: of a sealed patient it may tell
-- what came after the index day. Neither is for whoever models and treats nobody.
CREATE POLICY not_if_blinded ON allocation.unblinding AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (subject_id NOT IN (SELECT nadir.blinded_subjects()));
--> statement-breakpoint
CREATE POLICY not_if_blinded ON allocation.annotation AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (subject_id NOT IN (SELECT nadir.blinded_subjects()));
