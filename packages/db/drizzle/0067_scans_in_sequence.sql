-- Where a trial's scans are read by a charter, a reader sees a patient's scans in their order: none later than the first that they
-- have not signed, nor anything recorded or computed of it. Whether a patient was scanned again tells how the patient fared.
GRANT SELECT ON record.visit, record.image TO nadir_keeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA nadir TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Trials with a reading charter which the person reads blinded. An adjudicator who reads nothing sees what both have signed.
CREATE FUNCTION nadir.sequence_trials() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(array_agg(DISTINCT m.trial_id), '{}') FROM identity.membership m
         WHERE m.user_id = nadir.person() AND m.revoked_at IS NULL AND m.role = 'reader'
           AND m.trial_id = ANY (nadir.reader_trials())
           AND EXISTS (SELECT FROM record.reading_charter c WHERE c.trial_id = m.trial_id));
--> statement-breakpoint
-- Whether a visit (a former version too) lies after a scan that the person has not signed. Not withheld: what the person has
-- begun to read, as where an earlier scan came late, and patients between whose reads they decide.
CREATE FUNCTION nadir.is_later_scan(visit uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((
    SELECT EXISTS (
             SELECT FROM record.visit e
              WHERE e.subject_id = v.subject_id AND e.superseded_at IS NULL AND e.date < v.date
                AND (EXISTS (SELECT FROM record.image i WHERE i.visit_id = e.id AND i.superseded_at IS NULL)
                  OR NOT EXISTS (SELECT FROM record.image i WHERE i.subject_id = e.subject_id AND i.superseded_at IS NULL))
                AND NOT EXISTS (SELECT FROM record.read_session s WHERE s.visit_id = e.id AND s.reader = nadir.person()
                                   AND s.state = 'signed' AND s.reader_role <> 'adjudicator'))
       AND NOT EXISTS (SELECT FROM record.read_session s WHERE s.visit_id = v.id AND s.reader = nadir.person())
       AND v.subject_id NOT IN (SELECT a.subject_id FROM nadir.reads_to_adjudicate() a)
      FROM record.visit f JOIN record.visit v ON v.id = coalesce(f.superseded_by, f.id) WHERE f.id = visit), false)
$$;
--> statement-breakpoint
-- The visits of a trial that the person may see, with the number of their images: the same rule as above in one pass, for lists
-- of a whole trial.
CREATE FUNCTION nadir.visits_in_sight(trial uuid)
RETURNS TABLE (visit_id uuid, subject_id uuid, key text, date date, role text, simulated boolean, images integer)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH taken AS (
    SELECT i.visit_id, count(*)::integer AS images FROM record.image i
     WHERE i.trial_id = trial AND i.superseded_at IS NULL GROUP BY i.visit_id),
  visit AS (
    SELECT v.id, v.subject_id, v.key, v.date, v.role, v.simulated, coalesce(t.images, 0) AS images,
        bool_or(t.images IS NOT NULL) OVER (PARTITION BY v.subject_id) AS is_imaged
      FROM record.visit v LEFT JOIN taken t ON t.visit_id = v.id
     WHERE v.trial_id = trial AND v.superseded_at IS NULL
       AND (v.trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR v.site_id = ANY ((SELECT nadir.member_sites())::uuid[]))),
  own AS (
    SELECT s.visit_id, bool_or(s.state = 'signed' AND s.reader_role <> 'adjudicator') AS is_signed FROM record.read_session s
     WHERE s.trial_id = trial AND s.reader = nadir.person() GROUP BY s.visit_id),
  next AS (
    SELECT v.subject_id, min(v.date) AS date FROM visit v LEFT JOIN own o ON o.visit_id = v.id
     WHERE trial = ANY ((SELECT nadir.sequence_trials())::uuid[]) AND (v.images > 0 OR NOT v.is_imaged) AND o.is_signed IS NOT TRUE
     GROUP BY v.subject_id)
  SELECT v.id, v.subject_id, v.key, v.date, v.role, v.simulated, v.images
    FROM visit v LEFT JOIN next n ON n.subject_id = v.subject_id LEFT JOIN own o ON o.visit_id = v.id
   WHERE n.date IS NULL OR v.date <= n.date OR o.visit_id IS NOT NULL
      OR v.subject_id IN (SELECT a.subject_id FROM nadir.reads_to_adjudicate() a)
$$;
--> statement-breakpoint
-- By which charter the person reads is in it: a new one changes what a reader sees and how days are told, though no course changes.
CREATE OR REPLACE FUNCTION nadir.sight(trial uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN concat_ws(' ',
  CASE WHEN nadir.person() = 'system' THEN 'system'
       WHEN trial = ANY (nadir.whole_trials()) THEN 'whole'
       ELSE 'sites ' || coalesce((SELECT string_agg(DISTINCT m.site_id::text, ',' ORDER BY m.site_id::text) FROM identity.membership m
              WHERE m.user_id = nadir.person() AND m.trial_id = trial AND m.revoked_at IS NULL), 'none') END,
  CASE WHEN trial = ANY (nadir.reader_trials()) THEN 'reader ' || nadir.person()
    || coalesce(' charter ' || (SELECT max(c.number) FROM record.reading_charter c WHERE c.trial_id = trial), '') END,
  CASE WHEN trial = ANY (nadir.sequence_trials()) THEN 'in sequence' END,
  CASE WHEN nadir.is_blinded_in(trial) THEN 'before index days' END);
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION nadir.sequence_trials(), nadir.is_later_scan(uuid), nadir.visits_in_sight(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.sequence_trials(), nadir.is_later_scan(uuid), nadir.visits_in_sight(uuid) TO nadir_app;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA nadir FROM nadir_keeper;
--> statement-breakpoint
CREATE POLICY in_sequence ON record.visit AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.sequence_trials())::uuid[]) OR NOT nadir.is_later_scan(id));
--> statement-breakpoint
CREATE POLICY in_sequence ON record.mask AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.sequence_trials())::uuid[]) OR EXISTS (SELECT FROM record.image i WHERE i.id = image_id));
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['record.image', 'record.measurement', 'record.non_target_assessment', 'record.vasari_reading',
    'record.lesion_reading', 'derived.feature_vector'] LOOP
    EXECUTE format('CREATE POLICY in_sequence ON %s AS RESTRICTIVE FOR SELECT TO nadir_app'
      ' USING (trial_id <> ALL ((SELECT nadir.sequence_trials())::uuid[]) OR NOT nadir.is_later_scan(visit_id))', t);
  END LOOP;
END
$$;
