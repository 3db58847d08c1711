-- A site of a trial is closed and opened again, each for a reason. Its patients stay; a closed site takes no new one, from nobody.
CREATE TABLE record.site_act (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  -- One more than the last of its site; the last is in force. Odd closes, even opens again.
  number integer NOT NULL CHECK (number > 0),
  act text NOT NULL CHECK (act = CASE number % 2 WHEN 1 THEN 'closed' ELSE 'reopened' END),
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  at timestamptz NOT NULL DEFAULT now(),
  done_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT site_act_site FOREIGN KEY (site_id, trial_id) REFERENCES record.site (id, trial_id),
  CONSTRAINT site_act_number UNIQUE (site_id, number)
);
--> statement-breakpoint
ALTER TABLE record.site_act ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON record.site_act TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON record.site_act FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY member ON record.site_act TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.member_trials())::uuid[]))
  WITH CHECK (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]));
--> statement-breakpoint
CREATE POLICY role_adds ON record.site_act AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (done_by = nadir.person() AND trial_id = ANY ((SELECT nadir.trials_with_role('{administrator}'))::uuid[]));
--> statement-breakpoint
CREATE POLICY role_corrects ON record.site_act AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true) WITH CHECK (false);
--> statement-breakpoint
GRANT SELECT, INSERT ON record.site_act TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT ON record.site_act TO nadir_keeper;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON record.site_act FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON record.site_act FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON record.site_act REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(to_jsonb(n))', 'n.trial_id', 'true', 'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
--> statement-breakpoint
-- Who closes waits for whoever is enrolling there, and whoever enrols later sees it closed.
CREATE FUNCTION record.wait_for_enrolment() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7814204, hashtext(NEW.site_id::text));
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER wait_for_enrolment BEFORE INSERT ON record.site_act FOR EACH ROW EXECUTE FUNCTION record.wait_for_enrolment();
--> statement-breakpoint
GRANT CREATE ON SCHEMA record TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
CREATE FUNCTION record.refuse_at_closed_site() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  place uuid;
  since text;
BEGIN
  -- A former version of a patient is written superseded; only a new patient begins as a live row.
  FOR place IN SELECT DISTINCT n.site_id FROM new_rows n WHERE n.superseded_at IS NULL LOOP
    PERFORM pg_advisory_xact_lock_shared(7814204, hashtext(place::text));
    SELECT to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD') INTO since FROM record.site_act a
     WHERE a.site_id = place AND a.act = 'closed' AND a.number = (SELECT max(b.number) FROM record.site_act b WHERE b.site_id = place);
    IF FOUND THEN
      PERFORM nadir.refuse('SITE_CLOSED', format(
        'A site of this trial is closed since %s and takes no new patient; enrol at another site, or an administrator opens it again.', since));
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION record.refuse_at_closed_site() TO nadir_owner;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA record FROM nadir_keeper;
--> statement-breakpoint
CREATE TRIGGER closed_site AFTER INSERT ON record.subject REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION record.refuse_at_closed_site();
--> statement-breakpoint
-- A correction of a trial writes the former version under an id of its own, which names the trial that it was: until now
-- no person could correct one. (record.stamp lets only record.keep_version write a superseded row.)
DROP POLICY member_adds ON record.trial;
--> statement-breakpoint
CREATE POLICY member_adds ON record.trial FOR INSERT TO nadir_app
  WITH CHECK (coalesce(superseded_by, id) = ANY ((SELECT nadir.whole_trials())::uuid[]));
--> statement-breakpoint
DROP POLICY role_adds ON record.trial;
--> statement-breakpoint
CREATE POLICY role_adds ON record.trial AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (coalesce(superseded_by, id) = ANY ((SELECT nadir.trials_with_role('{coordinator,data-manager,administrator}'))::uuid[]));
