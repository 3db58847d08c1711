-- Who treats sealed patients sees their courses not only on a patient's page: lists, rates, tables and work lists tell of
-- many at once. Such a reading is one line in the log, once a person, day, place and set of subjects: the test sets of which
-- it told, and the subjects of each, or `all`. Nothing is written for whoever sees the same as a modelling role.
GRANT CREATE ON SCHEMA audit, nadir TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
CREATE FUNCTION audit.note_sealed_courses(trial uuid, what text, subjects uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  told jsonb;
  content text;
BEGIN
  IF NOT trial = ANY (nadir.member_trials()) THEN
    RETURN;
  END IF;
  SELECT jsonb_agg(jsonb_build_object('testSet', t.id, 'subjects', CASE WHEN t.seen = t.members THEN to_jsonb('all'::text) ELSE t.who END) ORDER BY t.id)
    INTO told
    FROM (SELECT m.test_set_id AS id, count(*) AS members, count(*) FILTER (WHERE m.sees) AS seen,
                 jsonb_agg(m.subject_id ORDER BY m.subject_id) FILTER (WHERE m.sees) AS who
            FROM (SELECT s.test_set_id, s.subject_id,
                         s.subject_id = ANY (subjects) AND s.subject_id NOT IN (SELECT nadir.blinded_subjects()) AS sees
                    FROM sealed.member s WHERE s.trial_id = trial) m
           GROUP BY m.test_set_id) t
   WHERE t.seen > 0;
  IF told IS NULL THEN
    RETURN;
  END IF;
  content := nadir.canonical(jsonb_build_object('sets', told, 'trial', trial, 'what', what));
  IF EXISTS (SELECT FROM audit.event e
              WHERE e.action = 'sealed-courses-read' AND e.object = 'record.trial/' || trial AND e.actor = nadir.actor()
                AND e.at >= date_trunc('day', now(), 'UTC') AND e.payload = content) THEN
    RETURN;
  END IF;
  PERFORM audit.note('sealed-courses-read', 'record.trial/' || trial, content);
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION audit.note_sealed_courses(uuid, text, uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION audit.note_sealed_courses(uuid, text, uuid[]) TO nadir_app, nadir_system;
--> statement-breakpoint
-- What an import says of itself counts scans, visits and outcomes of sealed patients too, and its hash confirms a guess at the
-- files; so does the progress of an import or a computation. None of it is for whoever is blinded in the trial.
CREATE FUNCTION nadir.is_blinded_in(trial uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN EXISTS (SELECT FROM sealed.member m WHERE m.trial_id = trial AND m.subject_id IN (SELECT nadir.blinded_subjects()));
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION nadir.is_blinded_in(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.is_blinded_in(uuid) TO nadir_app;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA audit, nadir FROM nadir_keeper;
--> statement-breakpoint
CREATE POLICY not_if_blinded ON record.import_run AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (NOT nadir.is_blinded_in(trial_id));
--> statement-breakpoint
CREATE POLICY not_if_blinded ON derived.job AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (created_by = nadir.person() OR kind NOT IN ('import', 'compute') OR trial_id IS NULL OR NOT nadir.is_blinded_in(trial_id));
