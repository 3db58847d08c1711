-- A blinded reader sees of what was read only their own reading: not another's figures, non-target judgement or VASARI form,
-- nor a new lesion that somebody else found, nor its delineation.
GRANT SELECT ON record.lesion, record.measurement TO nadir_keeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA nadir TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- New lesions, former versions too, of trials in which the person is blinded, which the person neither found nor measured.
-- Asked by nadir_keeper: the policies of lesions and of masks would ask one another without end.
CREATE FUNCTION nadir.lesions_of_others() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT l.id FROM record.lesion l
   WHERE l.role = 'new' AND l.trial_id = ANY ((SELECT nadir.reader_trials())::uuid[]) AND l.recorded_by <> nadir.person()
     AND NOT EXISTS (SELECT FROM record.measurement m
                      WHERE m.lesion_id = coalesce(l.superseded_by, l.id) AND m.reader = nadir.person())
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.lesions_of_others() TO nadir_app;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA nadir FROM nadir_keeper;
--> statement-breakpoint
CREATE POLICY blinded_reader ON record.measurement AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person());
--> statement-breakpoint
CREATE POLICY blinded_reader ON record.non_target_assessment AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person());
--> statement-breakpoint
CREATE POLICY blinded_reader ON record.vasari_reading AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person());
--> statement-breakpoint
CREATE POLICY blinded_reader ON record.lesion AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (id NOT IN (SELECT nadir.lesions_of_others()));
--> statement-breakpoint
CREATE POLICY blinded_reader ON record.mask AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (lesion_id NOT IN (SELECT nadir.lesions_of_others()));
