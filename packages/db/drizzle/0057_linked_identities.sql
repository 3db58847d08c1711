-- A hospital's sign-in (OpenID Connect) is an account whose provider is the issuer and whose account is the subject there: each
-- opens one person's sign-in, and a person has one at an issuer. It holds no password and keeps no token.
CREATE UNIQUE INDEX account_of_provider ON identity.account (provider_id, account_id);
--> statement-breakpoint
CREATE UNIQUE INDEX account_once_a_provider ON identity.account (user_id, provider_id);
--> statement-breakpoint
ALTER TABLE identity.account ADD CONSTRAINT account_keeps_no_token CHECK (
  access_token IS NULL AND refresh_token IS NULL AND id_token IS NULL
  AND (provider_id = 'credential' OR (password IS NULL AND one_time_until IS NULL)));
