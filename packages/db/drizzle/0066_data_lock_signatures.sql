-- What a data lock is signed over: the record of the trial as it stood, by its hash, with the meaning of the act (21 CFR 11.50,
-- 11.70). A table of its own: the log's marks are over whole rows of identity.data_lock, and stay true. Locks of before have no
-- signature, and neither has what the system does: nobody signed it.
CREATE TABLE identity.data_lock_signature (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  lock_id uuid NOT NULL REFERENCES identity.data_lock (id),
  act text NOT NULL CHECK (act IN ('lock', 'unlock')),
  person text NOT NULL,
  meaning text NOT NULL,
  record_hash text NOT NULL CHECK (record_hash ~ '^[0-9a-f]{64}$'),
  signature_hash text NOT NULL CHECK (signature_hash ~ '^[0-9a-f]{64}$'),
  at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT data_lock_signature_once UNIQUE (lock_id, act)
);
--> statement-breakpoint
ALTER TABLE identity.data_lock_signature ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON identity.data_lock_signature TO nadir_app;
--> statement-breakpoint
GRANT SELECT ON identity.data_lock_signature TO nadir_system, nadir_keeper;
--> statement-breakpoint
CREATE POLICY system_member ON identity.data_lock_signature FOR SELECT TO nadir_system USING (true);
--> statement-breakpoint
CREATE POLICY kept ON identity.data_lock_signature FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY member ON identity.data_lock_signature FOR SELECT TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.member_trials())::uuid[]));
--> statement-breakpoint
CREATE POLICY looked_after_adds ON identity.data_lock_signature FOR INSERT TO nadir_app
  WITH CHECK (person = nadir.person() AND trial_id = ANY ((SELECT nadir.trials_with_role('{administrator,data-manager}'))::uuid[]));
--> statement-breakpoint
-- The hash of a trial's record as it stands: of every live row of the versioned tables, with its version and what it says.
-- Asked by who sees the whole record; who sees less of it gets another hash. Tables without a row count for nothing.
CREATE FUNCTION record.hash_of_trial(trial uuid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  t text;
  part text;
  whole text := '';
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'record' AND c.relkind = 'r'
       AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'superseded_at' AND NOT a.attisdropped)
     ORDER BY c.relname COLLATE "C"
  LOOP
    EXECUTE format('SELECT string_agg(concat_ws('' '', r.id, r.version, r.content_hash, nadir.sha256_hex(r.document::text)), '','' ORDER BY r.id)
      FROM record.%I r WHERE r.%I = $1 AND r.superseded_at IS NULL', t, CASE t WHEN 'trial' THEN 'id' ELSE 'trial_id' END)
      INTO part USING trial;
    IF part IS NOT NULL THEN
      whole := whole || t || ':' || nadir.sha256_hex(part) || ';';
    END IF;
  END LOOP;
  RETURN nadir.sha256_hex(whole);
END
$$;
--> statement-breakpoint
CREATE FUNCTION identity.lock_signature_hash(s identity.data_lock_signature) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN nadir.sha256_hex(nadir.canonical(jsonb_build_object('lock', s.lock_id, 'act', s.act, 'person', s.person,
  'meaning', s.meaning, 'record', s.record_hash)));
--> statement-breakpoint
-- Whoever locks or unlocks signs by that act; the portal has asked for the password before it.
CREATE FUNCTION identity.sign_lock() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  s identity.data_lock_signature;
BEGIN
  IF nadir.actor() = 'system' THEN
    RETURN NULL;
  END IF;
  s.id := gen_random_uuid();
  s.trial_id := NEW.trial_id;
  s.lock_id := NEW.id;
  s.act := CASE TG_OP WHEN 'INSERT' THEN 'lock' ELSE 'unlock' END;
  s.person := nadir.actor();
  s.meaning := CASE TG_OP WHEN 'INSERT' THEN 'The data of this trial are as they should be, and are locked.'
    ELSE 'The data of this trial are unlocked for the reason given.' END;
  s.record_hash := record.hash_of_trial(NEW.trial_id);
  s.signature_hash := identity.lock_signature_hash(s);
  s.at := now();
  INSERT INTO identity.data_lock_signature SELECT s.*;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION identity.only_by_lock() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pg_trigger_depth() = 1 THEN
    PERFORM nadir.refuse('SIGNATURE_FORGED', 'A data lock is signed by the act of locking or unlocking, and not otherwise.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER only_by_lock BEFORE INSERT ON identity.data_lock_signature FOR EACH ROW EXECUTE FUNCTION identity.only_by_lock();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON identity.data_lock_signature FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON identity.data_lock_signature FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON identity.data_lock_signature REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(to_jsonb(n))', 'n.trial_id', 'true', 'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
--> statement-breakpoint
CREATE TRIGGER signed AFTER INSERT OR UPDATE ON identity.data_lock FOR EACH ROW EXECUTE FUNCTION identity.sign_lock();
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION record.hash_of_trial(uuid), identity.lock_signature_hash(identity.data_lock_signature) TO nadir_app;
