-- What every page asks for, at the price of a look into an index.
GRANT CREATE ON SCHEMA audit, identity TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT ON identity.second_factor_rule TO nadir_keeper;
--> statement-breakpoint
CREATE POLICY kept ON identity.second_factor_rule FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Whether any patient of the trial is sealed: where none is, nobody need list who is seen to note whose course was told.
CREATE FUNCTION audit.holds_sealed(trial uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN EXISTS (SELECT FROM sealed.member m WHERE m.trial_id = trial);
--> statement-breakpoint
-- Whether a role that the person holds takes a second factor. Asked before anybody acts as that person.
CREATE FUNCTION identity.needs_second_factor(person text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN EXISTS (SELECT FROM identity.membership m
                 JOIN identity.second_factor_rule r ON r.trial_id = m.trial_id AND r.role = m.role
                WHERE m.user_id = person AND m.revoked_at IS NULL AND r.ended_at IS NULL);
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION audit.holds_sealed(uuid), identity.needs_second_factor(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION audit.holds_sealed(uuid) TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION identity.needs_second_factor(text) TO nadir_app, nadir_system;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA audit, identity FROM nadir_keeper;
--> statement-breakpoint
CREATE INDEX visit_simulated ON record.visit (trial_id) WHERE simulated AND superseded_at IS NULL;
