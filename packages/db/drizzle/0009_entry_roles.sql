-- Who may enter data. Membership says which rows a person sees; writing them needs a role that enters data there:
-- coordinator, data-manager or administrator, and for what is read off an image also reader.
GRANT CREATE ON SCHEMA nadir TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Single sites in which the person holds one of these roles; nadir.trials_with_role answers for whole trials.
CREATE FUNCTION nadir.sites_with_role(roles text[]) RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(array_agg(DISTINCT m.site_id), '{}') FROM identity.membership m
         WHERE m.user_id = nadir.person() AND m.site_id IS NOT NULL AND m.revoked_at IS NULL AND m.role = ANY (roles));
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.sites_with_role(text[]) TO nadir_app;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA nadir FROM nadir_keeper;
--> statement-breakpoint
-- Restrictive: on top of the membership that 0006 asks for. An UPDATE is checked by its new row only, so that a role
-- that may not write is refused in words instead of changing nothing in silence.
DO $$
DECLARE
  t record;
  roles text;
  allowed text;
BEGIN
  FOR t IN
    SELECT c.relname AS name,
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'subject_id' AND NOT a.attisdropped) AS of_subject
      FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'record'::regnamespace
  LOOP
    roles := CASE WHEN t.name IN ('measurement', 'non_target_assessment')
                  THEN '{coordinator,data-manager,administrator,reader}' ELSE '{coordinator,data-manager,administrator}' END;
    allowed := format('%I = ANY ((SELECT nadir.trials_with_role(%L))::uuid[])', CASE t.name WHEN 'trial' THEN 'id' ELSE 'trial_id' END, roles);
    -- A subject and all that is recorded of one carry their site.
    IF t.of_subject OR t.name = 'subject' THEN
      allowed := allowed || format(' OR site_id = ANY ((SELECT nadir.sites_with_role(%L))::uuid[])', roles);
    END IF;
    EXECUTE format('CREATE POLICY role_adds ON record.%I AS RESTRICTIVE FOR INSERT TO nadir_app WITH CHECK (%s)', t.name, allowed);
    EXECUTE format('CREATE POLICY role_corrects ON record.%I AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true) WITH CHECK (%s)', t.name, allowed);
  END LOOP;
END
$$;
