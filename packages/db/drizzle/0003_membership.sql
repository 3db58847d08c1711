-- The questions that policies ask. Each is answered once a statement (a scalar or hashed sub-select), never once a row,
-- and by nadir_keeper, so that asking them gives nobody a right on the memberships themselves.
GRANT USAGE ON SCHEMA identity, record, derived, audit, sealed, analysis, validation TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT ON identity.membership, sealed.member, sealed.test_set TO nadir_keeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA nadir TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Trials that the person belongs to with all their sites.
CREATE FUNCTION nadir.whole_trials() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(array_agg(DISTINCT m.trial_id), '{}') FROM identity.membership m
         WHERE m.user_id = nadir.person() AND m.site_id IS NULL AND m.revoked_at IS NULL);
--> statement-breakpoint
-- Trials that the person belongs to in any way.
CREATE FUNCTION nadir.member_trials() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(array_agg(DISTINCT m.trial_id), '{}') FROM identity.membership m
         WHERE m.user_id = nadir.person() AND m.revoked_at IS NULL);
--> statement-breakpoint
-- Single sites that the person belongs to.
CREATE FUNCTION nadir.member_sites() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(array_agg(DISTINCT m.site_id), '{}') FROM identity.membership m
         WHERE m.user_id = nadir.person() AND m.site_id IS NOT NULL AND m.revoked_at IS NULL);
--> statement-breakpoint
-- Trials whose people and log the person looks after, for all sites.
CREATE FUNCTION nadir.trials_with_role(roles text[]) RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(array_agg(DISTINCT m.trial_id), '{}') FROM identity.membership m
         WHERE m.user_id = nadir.person() AND m.site_id IS NULL AND m.revoked_at IS NULL AND m.role = ANY (roles));
--> statement-breakpoint
-- Every sealed subject: a modelling role sees none of them after the index day.
CREATE FUNCTION nadir.sealed_subjects() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT m.subject_id FROM sealed.member m
$$;
--> statement-breakpoint
-- Sealed subjects of the trials in which the person is nothing but a statistician: blinded like a modelling role.
CREATE FUNCTION nadir.blinded_subjects() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT s.subject_id FROM sealed.member s
   WHERE s.trial_id IN (SELECT m.trial_id FROM identity.membership m
                         WHERE m.user_id = nadir.person() AND m.revoked_at IS NULL
                         GROUP BY m.trial_id HAVING bool_and(m.role = 'statistician'))
$$;
--> statement-breakpoint
-- The day up to which a sealed subject may be seen: the earliest of its sets; null (nothing dated) where one has none.
CREATE FUNCTION nadir.index_day(subject uuid) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT CASE WHEN bool_or(m.index_day IS NULL) THEN NULL ELSE min(m.index_day) END
          FROM sealed.member m WHERE m.subject_id = subject);
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.whole_trials(), nadir.member_trials(), nadir.member_sites(),
  nadir.trials_with_role(text[]) TO nadir_app, nadir_modeller, nadir_auditor;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.sealed_subjects(), nadir.blinded_subjects(), nadir.index_day(uuid)
  TO nadir_app, nadir_modeller;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA nadir FROM nadir_keeper;
--> statement-breakpoint
-- The service person. It has no account, so nobody signs in as it.
INSERT INTO identity."user" (id, name, email, email_verified) VALUES ('system', 'Nadir', 'system@nadir.invalid', false);
