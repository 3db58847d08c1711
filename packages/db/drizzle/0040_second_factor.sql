-- A second factor (RFC 6238): the secret and the recovery codes are stored encrypted under the installation's secret.
ALTER TABLE identity."user" ADD COLUMN two_factor_enabled boolean NOT NULL DEFAULT false;
--> statement-breakpoint
CREATE TABLE identity.two_factor (
  id text PRIMARY KEY,
  secret text NOT NULL,
  backup_codes text NOT NULL,
  user_id text NOT NULL UNIQUE REFERENCES identity."user" (id) ON DELETE CASCADE,
  verified boolean NOT NULL DEFAULT true,
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until timestamptz
);
--> statement-breakpoint
-- A code that was accepted once is not accepted again (RFC 6238 §5.2): its hash, with the person, for as long as it could be.
CREATE TABLE identity.used_code (
  code_hash text PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
-- Failures of a sign-in (by address) or of a re-authentication (by person), so that a lock outlives the process.
CREATE TABLE identity.failed_attempt (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  of text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX failed_attempt_of ON identity.failed_attempt (of, at);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.two_factor TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON identity.used_code, identity.failed_attempt TO nadir_app, nadir_system;
--> statement-breakpoint
-- Roles of a trial that need a second factor. A rule is ended, never removed.
CREATE TABLE identity.second_factor_rule (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  role text NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  required_by text NOT NULL DEFAULT nadir.actor(),
  ended_at timestamptz
);
--> statement-breakpoint
CREATE UNIQUE INDEX second_factor_rule_once ON identity.second_factor_rule (trial_id, role) WHERE ended_at IS NULL;
--> statement-breakpoint
ALTER TABLE identity.second_factor_rule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON identity.second_factor_rule TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY member ON identity.second_factor_rule FOR SELECT TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.member_trials())::uuid[]));
--> statement-breakpoint
CREATE POLICY administered ON identity.second_factor_rule TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.trials_with_role('{administrator}'))::uuid[]))
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{administrator}'))::uuid[]));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (ended_at) ON identity.second_factor_rule TO nadir_app, nadir_system;
--> statement-breakpoint
CREATE TRIGGER no_removal BEFORE DELETE ON identity.second_factor_rule FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_removal_whole BEFORE TRUNCATE ON identity.second_factor_rule FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
