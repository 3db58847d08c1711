-- While a validation protocol that rests on a trial is locked and not opened, the trial's plan stays as it is: by which criteria is
-- judged, when, and how images are taken. Another plan would change what the locked text will be tested on. Holds for imports too.
GRANT CREATE ON SCHEMA record TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Why the plan of a trial cannot change now, in a sentence; null where it can.
CREATE FUNCTION record.plan_held(trial uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT format(
          'A validation protocol that rests on this trial is locked since %s UTC and not opened yet: the trial''s criteria, visits and'
          ' imaging protocol stay as they are until it is opened, amended or made void.', to_char(p.locked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'))
          FROM validation.protocol p
         WHERE p.state IN ('locked', 'predicted')
           AND (p.trial_id = plan_held.trial OR EXISTS (
             SELECT FROM record.trial t
               JOIN jsonb_array_elements(coalesce(p.document #> '{split,rule,training}', '[]') || coalesce(p.document #> '{split,rule,tuning}', '[]')) s
                 ON jsonb_typeof(s) = 'object' AND s ->> 'key' = t.key
              WHERE t.id = plan_held.trial AND p.document #>> '{split,rule,by}' = 'study'))
         ORDER BY p.locked_at LIMIT 1);
--> statement-breakpoint
-- Every version of a trial, for whoever is a member of it: a former one stands under an id of its own, which is nobody's trial.
CREATE FUNCTION record.versions_of_trial(trial uuid)
RETURNS TABLE (version integer, document jsonb, recorded_at timestamptz, recorded_by text, reason text, import_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.version, t.document, t.recorded_at, t.recorded_by, t.reason, t.import_id FROM record.trial t
   WHERE coalesce(t.superseded_by, t.id) = versions_of_trial.trial
     AND (nadir.person() = 'system' OR versions_of_trial.trial = ANY (nadir.member_trials()))
   ORDER BY t.version
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION record.plan_held(uuid), record.versions_of_trial(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION record.plan_held(uuid) TO nadir_owner, nadir_app, nadir_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION record.versions_of_trial(uuid) TO nadir_app, nadir_system;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA record FROM nadir_keeper;
--> statement-breakpoint
CREATE FUNCTION record.hold_plan() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  part text;
  why text;
BEGIN
  FOREACH part IN ARRAY ARRAY['criteria', 'schedule', 'deltaWindow', 'imagingProtocol'] LOOP
    IF OLD.document -> part IS DISTINCT FROM NEW.document -> part THEN
      why := record.plan_held(OLD.id);
      IF why IS NOT NULL THEN
        PERFORM nadir.refuse('PROTOCOL_LOCKED', why);
      END IF;
      RETURN NEW;
    END IF;
  END LOOP;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER hold_plan BEFORE UPDATE ON record.trial FOR EACH ROW EXECUTE FUNCTION record.hold_plan();
