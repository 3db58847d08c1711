-- Delineations that a reader draws in the viewer: rows of record.mask of the kind 'drawn', under the name of who drew them.
-- A reader adds and corrects their own, nobody another's; a blinded reader sees none but their own, nor what was computed of it.
DROP POLICY role_adds ON record.mask;
--> statement-breakpoint
DROP POLICY role_corrects ON record.mask;
--> statement-breakpoint
CREATE POLICY role_adds ON record.mask AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{coordinator,data-manager,administrator}'))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role('{coordinator,data-manager,administrator}'))::uuid[])
    OR (author_kind = 'drawn' AND (trial_id = ANY ((SELECT nadir.trials_with_role('{reader}'))::uuid[])
      OR site_id = ANY ((SELECT nadir.sites_with_role('{reader}'))::uuid[]))));
--> statement-breakpoint
CREATE POLICY role_corrects ON record.mask AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true)
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{coordinator,data-manager,administrator}'))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role('{coordinator,data-manager,administrator}'))::uuid[])
    OR (author_kind = 'drawn' AND (trial_id = ANY ((SELECT nadir.trials_with_role('{reader}'))::uuid[])
      OR site_id = ANY ((SELECT nadir.sites_with_role('{reader}'))::uuid[]))));
--> statement-breakpoint
CREATE POLICY own_drawing_added ON record.mask AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (author_kind <> 'drawn' OR author = nadir.person());
--> statement-breakpoint
-- By the row as it was and as it becomes: a drawing is not made an import, nor an import a drawing.
CREATE POLICY own_drawing_corrected ON record.mask AS RESTRICTIVE FOR UPDATE TO nadir_app
  USING (author_kind <> 'drawn' OR author = nadir.person())
  WITH CHECK (author_kind <> 'drawn' OR author = nadir.person());
--> statement-breakpoint
CREATE FUNCTION record.keep_mask_kind() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (OLD.author_kind = 'drawn' OR NEW.author_kind = 'drawn')
     AND (OLD.author_kind, OLD.author) IS DISTINCT FROM (NEW.author_kind, NEW.author) THEN
    PERFORM nadir.refuse('IDENTITY_CHANGED', 'A correction cannot change who drew a delineation, nor make one that was brought in a drawn one.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER drawn_by_one BEFORE UPDATE ON record.mask FOR EACH ROW EXECUTE FUNCTION record.keep_mask_kind();
--> statement-breakpoint
CREATE POLICY blinded_to_drawings ON record.mask AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR author_kind <> 'drawn' OR author = nadir.person());
--> statement-breakpoint
GRANT SELECT ON record.mask TO nadir_keeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA nadir TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Delineations of other readers in trials in which the person is blinded.
CREATE FUNCTION nadir.drawings_of_others() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT m.id FROM record.mask m
   WHERE m.author_kind = 'drawn' AND m.trial_id = ANY ((SELECT nadir.reader_trials())::uuid[]) AND m.author <> nadir.person()
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.drawings_of_others() TO nadir_app;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA nadir FROM nadir_keeper;
--> statement-breakpoint
CREATE POLICY blinded_to_drawings ON derived.feature_vector AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (mask_id NOT IN (SELECT nadir.drawings_of_others()));
--> statement-breakpoint
-- A change of features does not say whose delineations it is of: a blinded reader, who is shown none, has none.
CREATE POLICY blinded_to_drawings ON derived.feature_delta AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]));
