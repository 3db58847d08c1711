-- Roles belong to the whole server, so each is made only where it is missing. Run as the administrator of the database;
-- every later migration runs as nadir_owner, who owns the tables and cannot sign in.
--
--   nadir_owner           owns schemas and tables; row-level security is forced on it too
--   nadir_keeper          owns the functions that policies and triggers call (memberships, log)
--   nadir_sealer          owns the function that stores sealed outcomes; cannot read their content
--   nadir_opener          owns the function that opens them
--   nadir_app             what portal, worker and command line sign in as; holds the roles below without inheriting them
--   nadir_modeller        sees nothing of a sealed subject after its index day; may sign in by itself
--   nadir_system          the service person: a member of every trial
--   nadir_outcome_writer  may store sealed outcomes
--   nadir_unsealer        may open a protocol
--   nadir_auditor         may read the log
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['nadir_owner', 'nadir_keeper', 'nadir_sealer', 'nadir_opener', 'nadir_system',
                                'nadir_outcome_writer', 'nadir_unsealer', 'nadir_auditor'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', wanted);
    END IF;
  END LOOP;
  FOREACH wanted IN ARRAY ARRAY['nadir_app', 'nadir_modeller'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', wanted);
    END IF;
  END LOOP;
  -- An administrator who is no superuser must be able to act as the owners to migrate.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT nadir_owner, nadir_keeper, nadir_sealer, nadir_opener, nadir_app TO %I', current_user);
  END IF;
  EXECUTE format('GRANT CREATE ON DATABASE %I TO nadir_owner', current_database());
END
$$;
--> statement-breakpoint
GRANT nadir_modeller, nadir_system, nadir_outcome_writer, nadir_unsealer, nadir_auditor TO nadir_app;
--> statement-breakpoint
-- Held, not inherited: nadir_app takes one of these roles for a transaction, and has none of their rights otherwise.
DO $$
DECLARE
  inherited text;
BEGIN
  SELECT string_agg(r.rolname, ', ') INTO inherited FROM pg_roles r
   WHERE r.rolname IN ('nadir_modeller', 'nadir_system', 'nadir_outcome_writer', 'nadir_unsealer', 'nadir_auditor')
     AND pg_has_role('nadir_app', r.oid, 'USAGE');
  IF inherited IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'NDR01', DETAIL = 'ROLE_INHERITS', MESSAGE = format(
      'The role nadir_app of this server inherits the rights of %s. Make it again without: ALTER ROLE nadir_app NOINHERIT; REVOKE %1$s FROM nadir_app;', inherited);
  END IF;
END
$$;
--> statement-breakpoint
-- Functions are callable by nobody but whom a later line names.
ALTER DEFAULT PRIVILEGES FOR ROLE nadir_owner, nadir_keeper, nadir_sealer, nadir_opener
  REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS crypto AUTHORIZATION nadir_owner;
--> statement-breakpoint
DO $$
DECLARE
  found_in text;
BEGIN
  SELECT n.nspname INTO found_in FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
   WHERE e.extname = 'pgcrypto';
  IF found_in IS NULL THEN
    CREATE EXTENSION pgcrypto SCHEMA crypto;
  ELSIF found_in <> 'crypto' THEN
    RAISE EXCEPTION USING ERRCODE = 'NDR01', DETAIL = 'PGCRYPTO_ELSEWHERE',
      MESSAGE = format('The extension pgcrypto is installed in schema %I; move it with: ALTER EXTENSION pgcrypto SET SCHEMA crypto;', found_in);
  END IF;
END
$$;
--> statement-breakpoint
-- The queue (pg-boss) makes its own tables here, as the application role; it holds no trial data, only identifiers.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'pgboss') THEN
    CREATE SCHEMA pgboss AUTHORIZATION nadir_app;
  END IF;
END
$$;
