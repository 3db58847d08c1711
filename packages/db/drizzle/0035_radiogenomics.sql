-- What was found between the images and the molecular data of a trial: associations, or a model of one target. Figures over
-- subjects, never of one; keyed by the hash of what went in and the engine, never changed. Whoever is in a sealed test set is
-- in none: the database refuses such a row, and shows none whose subjects were sealed since.
CREATE TABLE derived.radiogenomics (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  kind text NOT NULL,
  settings jsonb NOT NULL,
  input_hash text NOT NULL,
  engine text NOT NULL,
  subject_ids uuid[] NOT NULL,
  result jsonb NOT NULL,
  result_hash text NOT NULL,
  computed_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT radiogenomics_key UNIQUE (trial_id, kind, input_hash, engine),
  CONSTRAINT radiogenomics_kind CHECK (kind IN ('associations', 'model')),
  CONSTRAINT radiogenomics_hashes CHECK (input_hash ~ '^[0-9a-f]{64}$' AND result_hash ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE INDEX radiogenomics_of_trial ON derived.radiogenomics (trial_id, kind, computed_at);
--> statement-breakpoint
CREATE FUNCTION derived.refuse_sealed_subjects() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM sealed.member m WHERE m.subject_id = ANY (NEW.subject_ids)) THEN
    PERFORM nadir.refuse('SEALED_SUBJECT', 'A subject of a sealed test set is among those that these figures are of; leave all of them out.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER nobody_sealed BEFORE INSERT ON derived.radiogenomics FOR EACH ROW EXECUTE FUNCTION derived.refuse_sealed_subjects();
--> statement-breakpoint
ALTER TABLE derived.radiogenomics ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_member ON derived.radiogenomics TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON derived.radiogenomics FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
-- Over all sites, so for members of all sites.
CREATE POLICY member ON derived.radiogenomics FOR SELECT TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[])
    AND NOT (subject_ids && (SELECT coalesce(array_agg(s), '{}') FROM nadir.sealed_subjects() s)::uuid[]));
--> statement-breakpoint
GRANT SELECT ON derived.radiogenomics TO nadir_app, nadir_keeper;
--> statement-breakpoint
GRANT SELECT, INSERT ON derived.radiogenomics TO nadir_system;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON derived.radiogenomics FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON derived.radiogenomics FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON derived.radiogenomics REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.input_hash, n.result_hash))', 'n.trial_id', 'true',
    'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
