-- Signatures of readers' forms (VASARI, readings of lesions): who signed which version of a reading, when, meaning what, bound
-- to what it says (21 CFR 11.50, 11.70). A table of its own: the log's marks are over whole rows of the forms, and stay true.
-- Readings that were signed before have none. Readings brought in from files are no signatures and have none either.
CREATE TABLE record.reading_signature (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  visit_id uuid NOT NULL,
  -- The table of the reading.
  form text NOT NULL CHECK (form IN ('vasari_reading', 'lesion_reading')),
  reading_id uuid NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  reader text NOT NULL,
  meaning text NOT NULL CHECK (btrim(meaning) <> ''),
  document_hash text NOT NULL CHECK (document_hash ~ '^[0-9a-f]{64}$'),
  -- The signature of the reading before this one.
  amends text CHECK (amends ~ '^[0-9a-f]{64}$'),
  signature_hash text NOT NULL CHECK (signature_hash ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT reading_signature_subject FOREIGN KEY (subject_id, trial_id, site_id) REFERENCES record.subject (id, trial_id, site_id),
  CONSTRAINT reading_signature_visit FOREIGN KEY (visit_id, subject_id) REFERENCES record.visit (id, subject_id),
  CONSTRAINT reading_signature_once UNIQUE (reading_id, version)
);
--> statement-breakpoint
CREATE INDEX reading_signature_of_subject ON record.reading_signature (subject_id);
--> statement-breakpoint
ALTER TABLE record.reading_signature ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON record.reading_signature TO nadir_app;
--> statement-breakpoint
GRANT SELECT ON record.reading_signature TO nadir_system, nadir_keeper;
--> statement-breakpoint
GRANT SELECT ON record.import_run TO nadir_keeper;
--> statement-breakpoint
CREATE POLICY system_member ON record.reading_signature FOR SELECT TO nadir_system USING (true);
--> statement-breakpoint
CREATE POLICY kept ON record.reading_signature FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY member ON record.reading_signature TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]))
  WITH CHECK (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]));
--> statement-breakpoint
CREATE POLICY before_index_day_if_blinded ON record.reading_signature AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (subject_id NOT IN (SELECT nadir.blinded_subjects()) OR (EXISTS (SELECT FROM record.visit v WHERE v.id = visit_id)));
--> statement-breakpoint
CREATE POLICY blinded_reader ON record.reading_signature AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person());
--> statement-breakpoint
CREATE POLICY role_adds ON record.reading_signature AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (reader = nadir.person() AND (trial_id = ANY ((SELECT nadir.trials_with_role('{reader}'))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role('{reader}'))::uuid[])));
--> statement-breakpoint
CREATE POLICY role_corrects ON record.reading_signature AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true) WITH CHECK (false);
--> statement-breakpoint
-- A signature is of the live version of a reading of one's own, over what it says, and names the signature before it.
CREATE FUNCTION record.keep_reading_signature() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  signed record;
  before text;
BEGIN
  EXECUTE format('SELECT r.trial_id, r.site_id, r.subject_id, r.visit_id, r.version, r.reader, r.state, r.content_hash, r.document
    FROM record.%I r WHERE r.id = $1 AND r.superseded_at IS NULL', NEW.form) INTO signed USING NEW.reading_id;
  NEW.signed_at := now();
  IF NEW.reader IS DISTINCT FROM nadir.actor() OR signed.reader IS DISTINCT FROM NEW.reader THEN
    PERFORM nadir.refuse('SIGNATURE_NOT_OWN', 'A reading is signed by the reader whose it is, and by nobody else.');
  END IF;
  SELECT s.signature_hash INTO before FROM record.reading_signature s WHERE s.reading_id = NEW.reading_id ORDER BY s.version DESC LIMIT 1;
  IF signed.state IS DISTINCT FROM 'signed' OR signed.version IS DISTINCT FROM NEW.version OR NEW.amends IS DISTINCT FROM before
     OR (signed.trial_id, signed.site_id, signed.subject_id, signed.visit_id) IS DISTINCT FROM (NEW.trial_id, NEW.site_id, NEW.subject_id, NEW.visit_id)
     OR NEW.document_hash IS DISTINCT FROM signed.content_hash
     OR NEW.document_hash IS DISTINCT FROM nadir.sha256_hex(nadir.canonical(signed.document))
     OR NEW.signature_hash IS DISTINCT FROM nadir.sha256_hex(nadir.canonical(jsonb_build_object('reading', NEW.reading_id, 'version', NEW.version,
          'visit', NEW.visit_id, 'person', NEW.reader, 'as', 'reader', 'meaning', NEW.meaning, 'document', NEW.document_hash, 'amends', NEW.amends))) THEN
    PERFORM nadir.refuse('READING_NOT_BOUND', 'The signature does not belong to what the reading says.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER keep_reading_signature BEFORE INSERT ON record.reading_signature FOR EACH ROW EXECUTE FUNCTION record.keep_reading_signature();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON record.reading_signature FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_removal_whole BEFORE TRUNCATE ON record.reading_signature FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON record.reading_signature REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(to_jsonb(n))', 'n.trial_id', 'true', 'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
--> statement-breakpoint
CREATE TRIGGER stamped_when_added AFTER INSERT ON record.reading_signature REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION derived.stamp_courses();
--> statement-breakpoint
GRANT CREATE ON SCHEMA record TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- At the end of a transaction: a version that is signed by a person has its signature. One that an import brought has the
-- import's own run instead, which that import wrote.
CREATE FUNCTION record.require_reading_signature() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.import_id IS DISTINCT FROM OLD.import_id THEN
    PERFORM FROM record.import_run i WHERE i.id = NEW.import_id AND i.trial_id = NEW.trial_id;
    IF FOUND THEN
      RETURN NULL;
    END IF;
  END IF;
  IF NOT EXISTS (SELECT FROM record.reading_signature s
                  WHERE s.reading_id = NEW.id AND s.version = NEW.version AND s.document_hash = NEW.content_hash) THEN
    PERFORM nadir.refuse('SIGNATURE_MISSING',
      'A reading is signed with its meaning, bound to what it says; without that it stays a draft.');
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION record.require_reading_signature() TO nadir_owner;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA record FROM nadir_keeper;
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['vasari_reading', 'lesion_reading'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER signed_whole AFTER INSERT OR UPDATE ON record.%I DEFERRABLE INITIALLY DEFERRED'
      ' FOR EACH ROW WHEN (NEW.state = ''signed'' AND NEW.superseded_at IS NULL) EXECUTE FUNCTION record.require_reading_signature()', t);
    -- A blinded reader reads in no other name.
    EXECUTE format('CREATE POLICY role_own_name ON record.%I AS RESTRICTIVE FOR INSERT TO nadir_app'
      ' WITH CHECK (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person())', t);
    EXECUTE format('CREATE POLICY role_own_name_still ON record.%I AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true)'
      ' WITH CHECK (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person())', t);
  END LOOP;
END
$$;
