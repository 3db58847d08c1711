-- Passkeys (W3C Web Authentication, Level 3): the public key of a credential that a person's device or key keeps. A person adds
-- and removes their own; an administrator of one of the person's trials removes; only the service counts a use.
CREATE TABLE identity.passkey (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES identity."user" (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 60),
  credential_id text NOT NULL UNIQUE CHECK (length(credential_id) <= 1400),
  public_key text NOT NULL,
  counter bigint NOT NULL CHECK (counter >= 0),
  transports text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
--> statement-breakpoint
CREATE INDEX passkey_of_user ON identity.passkey (user_id);
--> statement-breakpoint
ALTER TABLE identity.passkey ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON identity.passkey TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own ON identity.passkey TO nadir_app
  USING (user_id = nadir.person()) WITH CHECK (user_id = nadir.person());
--> statement-breakpoint
CREATE POLICY administered ON identity.passkey FOR SELECT TO nadir_app
  USING (EXISTS (SELECT 1 FROM identity.membership m WHERE m.user_id = passkey.user_id
                  AND m.trial_id = ANY ((SELECT nadir.trials_with_role('{administrator}'))::uuid[])));
--> statement-breakpoint
CREATE POLICY administered_ends ON identity.passkey FOR DELETE TO nadir_app
  USING (EXISTS (SELECT 1 FROM identity.membership m WHERE m.user_id = passkey.user_id
                  AND m.trial_id = ANY ((SELECT nadir.trials_with_role('{administrator}'))::uuid[])));
--> statement-breakpoint
GRANT SELECT, DELETE ON identity.passkey TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT INSERT (id, user_id, name, credential_id, public_key, counter, transports) ON identity.passkey TO nadir_app;
--> statement-breakpoint
GRANT UPDATE (counter, last_used_at) ON identity.passkey TO nadir_system;
--> statement-breakpoint
-- How a session was opened, and whether that stood for two factors.
ALTER TABLE identity.session
  ADD COLUMN signed_in_by text NOT NULL DEFAULT 'password' CHECK (signed_in_by IN ('password', 'passkey', 'hospital')),
  ADD COLUMN both_factors boolean NOT NULL DEFAULT false;
