-- The data lock of a trial: from then on its record takes no row and no new version, from nobody, until it is unlocked for
-- a reason. What is computed and validated from the record goes on.
CREATE TABLE identity.data_lock (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  locked_at timestamptz NOT NULL DEFAULT now(),
  locked_by text NOT NULL DEFAULT nadir.actor(),
  unlocked_at timestamptz,
  unlocked_by text,
  unlock_reason text,
  CONSTRAINT data_lock_unlocked_whole CHECK (
    (unlocked_at IS NULL AND unlocked_by IS NULL AND unlock_reason IS NULL)
    OR (unlocked_at IS NOT NULL AND unlocked_by IS NOT NULL AND btrim(coalesce(unlock_reason, '')) <> ''))
);
--> statement-breakpoint
CREATE UNIQUE INDEX data_lock_once ON identity.data_lock (trial_id) WHERE unlocked_at IS NULL;
--> statement-breakpoint
ALTER TABLE identity.data_lock ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON identity.data_lock TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON identity.data_lock FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY member ON identity.data_lock FOR SELECT TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.member_trials())::uuid[]));
--> statement-breakpoint
CREATE POLICY looked_after_adds ON identity.data_lock FOR INSERT TO nadir_app
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{administrator,data-manager}'))::uuid[]));
--> statement-breakpoint
CREATE POLICY looked_after_ends ON identity.data_lock FOR UPDATE TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.trials_with_role('{administrator,data-manager}'))::uuid[]))
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{administrator,data-manager}'))::uuid[]));
--> statement-breakpoint
GRANT SELECT, INSERT (trial_id, reason), UPDATE (unlocked_at, unlocked_by, unlock_reason) ON identity.data_lock TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT ON identity.data_lock TO nadir_keeper;
--> statement-breakpoint
CREATE TRIGGER no_removal BEFORE DELETE ON identity.data_lock FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_removal_whole BEFORE TRUNCATE ON identity.data_lock FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
-- Who locks waits for whoever is writing, and whoever writes later sees the lock. Unlocking is another person's act.
CREATE FUNCTION record.keep_lock() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM pg_advisory_xact_lock(7814203, hashtext(NEW.trial_id::text));
    RETURN NEW;
  END IF;
  IF OLD.unlocked_at IS NOT NULL THEN
    PERFORM nadir.refuse('DATA_LOCK_ENDED', 'This lock has ended; what was said of it stays.');
  END IF;
  NEW.unlocked_at := now();
  NEW.unlocked_by := nadir.actor();
  IF NEW.unlocked_by = OLD.locked_by AND NEW.unlocked_by <> 'system' THEN
    PERFORM nadir.refuse('SECOND_PERSON_NEEDED', 'Whoever locked the data does not unlock it; another person of the trial does.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER keep_lock BEFORE INSERT OR UPDATE ON identity.data_lock FOR EACH ROW EXECUTE FUNCTION record.keep_lock();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON identity.data_lock REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(to_jsonb(n))', 'n.trial_id', 'true', 'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
--> statement-breakpoint
CREATE TRIGGER log_update AFTER UPDATE ON identity.data_lock REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_update(
    'id', 'n.trial_id', '{payload,canonical,recorded_at}', 'updated', 'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
--> statement-breakpoint
GRANT CREATE ON SCHEMA record TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- After a statement: refuses it where a row of it is of a locked trial. The argument names the column with the trial's id.
CREATE FUNCTION record.refuse_when_locked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  trial uuid;
  since timestamptz;
BEGIN
  FOR trial IN EXECUTE format('SELECT DISTINCT n.%I FROM new_rows n WHERE n.%1$I IS NOT NULL', TG_ARGV[0]) LOOP
    PERFORM pg_advisory_xact_lock_shared(7814203, hashtext(trial::text));
    SELECT l.locked_at INTO since FROM identity.data_lock l WHERE l.trial_id = trial AND l.unlocked_at IS NULL;
    IF FOUND THEN
      PERFORM nadir.refuse('DATA_LOCKED', format(
        'The data of this trial are locked since %s UTC: its record takes nothing new until it is unlocked for a reason.',
        to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')));
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION record.refuse_when_locked() TO nadir_owner;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA record FROM nadir_keeper;
--> statement-breakpoint
-- Every table of the record is held, also those of later migrations: asked after each migration. Answers which it added.
CREATE FUNCTION record.hold_by_lock() RETURNS SETOF text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  t record;
BEGIN
  FOR t IN
    SELECT c.relname AS name, CASE c.relname WHEN 'trial' THEN 'id' ELSE 'trial_id' END AS col
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'record' AND c.relkind = 'r'
       AND (c.relname = 'trial' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'trial_id' AND NOT a.attisdropped))
       AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = 'held_insert')
  LOOP
    EXECUTE format('CREATE TRIGGER held_insert AFTER INSERT ON record.%I REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION record.refuse_when_locked(%L)', t.name, t.col);
    EXECUTE format('CREATE TRIGGER held_update AFTER UPDATE ON record.%I REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION record.refuse_when_locked(%L)', t.name, t.col);
    RETURN NEXT t.name;
  END LOOP;
END
$$;
