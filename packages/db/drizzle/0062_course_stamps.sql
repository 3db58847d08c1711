-- A stamp for each subject that changes with everything that is recorded or computed of the subject, in the same transaction.
-- Who kept an answer about many courses asks by it, with one short query, whether the answer still holds. No row of the record.
CREATE TABLE derived.course_stamp (
  subject_id uuid PRIMARY KEY,
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  -- Random: it tells that something changed, not how much was written.
  stamp uuid NOT NULL,
  CONSTRAINT course_stamp_subject FOREIGN KEY (subject_id, trial_id, site_id) REFERENCES record.subject (id, trial_id, site_id)
);
--> statement-breakpoint
CREATE INDEX course_stamp_of_trial ON derived.course_stamp (trial_id);
--> statement-breakpoint
ALTER TABLE derived.course_stamp ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT ON derived.course_stamp TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON derived.course_stamp TO nadir_keeper;
--> statement-breakpoint
CREATE POLICY kept ON derived.course_stamp TO nadir_keeper USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY system_member ON derived.course_stamp FOR SELECT TO nadir_system USING (true);
--> statement-breakpoint
CREATE POLICY member ON derived.course_stamp FOR SELECT TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]));
--> statement-breakpoint
GRANT CREATE ON SCHEMA derived, nadir TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- In the order of the subjects, so that two imports wait for each other instead of for ever.
CREATE FUNCTION derived.stamp_courses() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO derived.course_stamp (subject_id, trial_id, site_id, stamp)
  SELECT c.subject_id, c.trial_id, c.site_id, gen_random_uuid()
    FROM (SELECT DISTINCT subject_id, trial_id, site_id FROM changed) c ORDER BY c.subject_id
      ON CONFLICT (subject_id) DO UPDATE SET stamp = excluded.stamp, trial_id = excluded.trial_id, site_id = excluded.site_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- A former version of a subject is a row under an id of its own; the course is the live row's.
CREATE FUNCTION derived.stamp_subjects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO derived.course_stamp (subject_id, trial_id, site_id, stamp)
  SELECT c.id, c.trial_id, c.site_id, gen_random_uuid() FROM changed c WHERE c.superseded_by IS NULL ORDER BY c.id
      ON CONFLICT (subject_id) DO UPDATE SET stamp = excluded.stamp, trial_id = excluded.trial_id, site_id = excluded.site_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- A read counts once it is signed: a draft changes nobody's course.
CREATE FUNCTION derived.stamp_course_of_read() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO derived.course_stamp (subject_id, trial_id, site_id, stamp)
  VALUES (NEW.subject_id, NEW.trial_id, NEW.site_id, gen_random_uuid())
      ON CONFLICT (subject_id) DO UPDATE SET stamp = excluded.stamp;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- What of a trial the person's row-level security lets them see: two people with the same words see the same rows of it.
-- A blinded reader sees what nobody else does, so that person's name is in it.
CREATE FUNCTION nadir.sight(trial uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN concat_ws(' ',
  CASE WHEN nadir.person() = 'system' THEN 'system'
       WHEN trial = ANY (nadir.whole_trials()) THEN 'whole'
       ELSE 'sites ' || coalesce((SELECT string_agg(DISTINCT m.site_id::text, ',' ORDER BY m.site_id::text) FROM identity.membership m
              WHERE m.user_id = nadir.person() AND m.trial_id = trial AND m.revoked_at IS NULL), 'none') END,
  CASE WHEN trial = ANY (nadir.reader_trials()) THEN 'reader ' || nadir.person() END,
  CASE WHEN nadir.is_blinded_in(trial) THEN 'before index days' END);
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION nadir.sight(uuid), derived.stamp_courses(), derived.stamp_subjects(), derived.stamp_course_of_read() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.sight(uuid) TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION derived.stamp_courses(), derived.stamp_subjects(), derived.stamp_course_of_read() TO nadir_owner;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA derived, nadir FROM nadir_keeper;
--> statement-breakpoint
-- Every table of a subject's rows. What a sealed set holds of a subject decides what a blinded statistician sees of it.
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN
    SELECT n.nspname AS room, c.relname AS name, CASE WHEN c.relname = 'subject' THEN 'stamp_subjects' ELSE 'stamp_courses' END AS with
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname || '.' || c.relname = ANY (ARRAY['record.subject', 'record.follow_up', 'record.visit',
       'record.lesion', 'record.measurement', 'record.non_target_assessment', 'record.vasari_reading', 'record.lesion_reading',
       'record.observation', 'record.biomarker', 'record.treatment', 'record.adverse_event', 'record.outcome', 'record.image',
       'record.mask', 'record.read_assignment', 'record.read_comparison', 'derived.feature_vector', 'derived.feature_delta',
       'derived.assessment', 'derived.flag', 'sealed.member', 'analysis.outcome'])
  LOOP
    EXECUTE format('CREATE TRIGGER stamped_when_added AFTER INSERT ON %I.%I REFERENCING NEW TABLE AS changed'
      ' FOR EACH STATEMENT EXECUTE FUNCTION derived.%I()', t.room, t.name, t.with);
    EXECUTE format('CREATE TRIGGER stamped_when_changed AFTER UPDATE ON %I.%I REFERENCING NEW TABLE AS changed'
      ' FOR EACH STATEMENT EXECUTE FUNCTION derived.%I()', t.room, t.name, t.with);
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE TRIGGER stamped_when_signed AFTER INSERT OR UPDATE ON record.read_session FOR EACH ROW WHEN (NEW.state = 'signed')
  EXECUTE FUNCTION derived.stamp_course_of_read();
