-- Who administers a trial reads in the log also what was done at the sign-in, to accounts and in their name: sign-ins and refused
-- ones, passwords, second factors, passkeys, sessions (21 CFR 11.300(d)). These events are of no trial. Told of are the people who
-- hold a role in such a trial, those who held one and hold none anywhere, and addresses that are nobody's.
GRANT CREATE ON SCHEMA nadir TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
CREATE FUNCTION nadir.accounts_looked_after() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT CASE WHEN count(*) = 0 THEN '{}'::text[]
                    ELSE array_agg(DISTINCT 'person:' || m.user_id) || ARRAY['person:unknown'] END
          FROM identity.membership m
         WHERE m.trial_id = ANY (nadir.trials_with_role('{administrator}'))
           AND (m.revoked_at IS NULL
                OR NOT EXISTS (SELECT FROM identity.membership o WHERE o.user_id = m.user_id AND o.revoked_at IS NULL)));
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION nadir.accounts_looked_after() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.accounts_looked_after() TO nadir_auditor;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA nadir FROM nadir_keeper;
--> statement-breakpoint
CREATE POLICY accounts ON audit.event FOR SELECT TO nadir_auditor
  USING (trial_id IS NULL AND object = ANY ((SELECT nadir.accounts_looked_after())::text[]));
