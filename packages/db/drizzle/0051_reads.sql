-- Reads of scans: the trial's reading charter, who reads which patient in which place, the reads themselves (draft, then signed
-- for good), and what the rule found between two signed reads. An adjudicator sees two reads once both are signed.
GRANT CREATE ON SCHEMA nadir TO nadir_keeper;
--> statement-breakpoint
CREATE TABLE record.reading_charter (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  -- One more than the last of its trial; the last is in force.
  number integer NOT NULL CHECK (number > 0),
  document jsonb NOT NULL,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  at timestamptz NOT NULL DEFAULT now(),
  set_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT reading_charter_number UNIQUE (trial_id, number)
);
--> statement-breakpoint
CREATE TABLE record.read_assignment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  reader_role text NOT NULL CHECK (reader_role IN ('reader-1', 'reader-2')),
  reader text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT read_assignment_subject FOREIGN KEY (subject_id, trial_id, site_id) REFERENCES record.subject (id, trial_id, site_id),
  CONSTRAINT read_assignment_place UNIQUE (subject_id, reader_role),
  CONSTRAINT read_assignment_once UNIQUE (subject_id, reader)
);
--> statement-breakpoint
CREATE TABLE record.read_session (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  visit_id uuid NOT NULL,
  reader_role text NOT NULL CHECK (reader_role IN ('reader-1', 'reader-2', 'adjudicator')),
  reader text NOT NULL,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'signed')),
  -- How often it was kept: who keeps it says which state they saw.
  version integer NOT NULL DEFAULT 1,
  document jsonb NOT NULL,
  -- Of an adjudicator: whose reads stand.
  chosen text CHECK (chosen IN ('reader-1', 'reader-2')),
  amends uuid UNIQUE REFERENCES record.read_session (id),
  reason text,
  begun_at timestamptz NOT NULL DEFAULT now(),
  kept_at timestamptz NOT NULL DEFAULT now(),
  signed_at timestamptz,
  meaning text,
  document_hash text CHECK (document_hash ~ '^[0-9a-f]{64}$'),
  signature_hash text CHECK (signature_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT read_session_subject FOREIGN KEY (subject_id, trial_id, site_id) REFERENCES record.subject (id, trial_id, site_id),
  CONSTRAINT read_session_visit FOREIGN KEY (visit_id, subject_id) REFERENCES record.visit (id, subject_id),
  CONSTRAINT read_session_amended_for_a_reason CHECK ((amends IS NULL) = (reason IS NULL) AND btrim(coalesce(reason, 'none')) <> ''),
  CONSTRAINT read_session_chosen CHECK ((reader_role = 'adjudicator') = (chosen IS NOT NULL)),
  CONSTRAINT read_session_signed_whole CHECK (
    (state = 'signed') = (signed_at IS NOT NULL AND meaning IS NOT NULL AND document_hash IS NOT NULL AND signature_hash IS NOT NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX read_session_once ON record.read_session (visit_id, reader_role) WHERE amends IS NULL;
--> statement-breakpoint
CREATE INDEX read_session_of_subject ON record.read_session (subject_id);
--> statement-breakpoint
CREATE INDEX read_session_of_trial ON record.read_session (trial_id, reader);
--> statement-breakpoint
CREATE TABLE record.read_comparison (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- The last visit that both have signed.
  visit_id uuid NOT NULL,
  -- Over the signatures that were compared: the same reads are compared once.
  input_hash text NOT NULL CHECK (input_hash ~ '^[0-9a-f]{64}$'),
  document jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT read_comparison_subject FOREIGN KEY (subject_id, trial_id, site_id) REFERENCES record.subject (id, trial_id, site_id),
  CONSTRAINT read_comparison_visit FOREIGN KEY (visit_id, subject_id) REFERENCES record.visit (id, subject_id),
  CONSTRAINT read_comparison_once UNIQUE (subject_id, input_hash)
);
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['reading_charter', 'read_assignment', 'read_session', 'read_comparison'] LOOP
    EXECUTE format('ALTER TABLE record.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT ON record.%I TO nadir_keeper, nadir_app, nadir_system', t);
    EXECUTE format('GRANT INSERT ON record.%I TO nadir_system', t);
    EXECUTE format('CREATE TRIGGER no_removal_whole BEFORE TRUNCATE ON record.%I FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change()', t);
    EXECUTE format('CREATE POLICY system_member ON record.%I TO nadir_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE POLICY kept ON record.%I FOR SELECT TO nadir_keeper USING (true)', t);
    IF t = 'read_session' THEN
      CREATE TRIGGER no_removal BEFORE DELETE ON record.read_session FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
    ELSE
      EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON record.%I FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change()', t);
    END IF;
    IF t <> 'reading_charter' THEN
      EXECUTE format('CREATE POLICY member ON record.%I TO nadir_app'
        ' USING (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]))'
        ' WITH CHECK (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]) OR site_id = ANY ((SELECT nadir.member_sites())::uuid[]))', t);
    END IF;
    IF t <> 'read_session' THEN
      EXECUTE format('CREATE POLICY role_corrects ON record.%I AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true) WITH CHECK (false)', t);
    END IF;
  END LOOP;
  -- What was read after the index day of a sealed patient is nothing for whoever models and treats nobody.
  FOREACH t IN ARRAY ARRAY['read_session', 'read_comparison'] LOOP
    EXECUTE format('CREATE POLICY before_index_day_if_blinded ON record.%I AS RESTRICTIVE FOR SELECT TO nadir_app'
      ' USING (subject_id NOT IN (SELECT nadir.blinded_subjects()) OR (EXISTS (SELECT FROM record.visit v WHERE v.id = visit_id)))', t);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT INSERT ON record.reading_charter, record.read_assignment, record.read_session TO nadir_app;
--> statement-breakpoint
GRANT UPDATE (state, version, document, kept_at, signed_at, meaning, document_hash, signature_hash) ON record.read_session TO nadir_app, nadir_system;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- An adjudicator reads blinded as a reader does.
CREATE OR REPLACE FUNCTION nadir.reader_trials() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(array_agg(t.trial_id), '{}') FROM (
          SELECT m.trial_id FROM identity.membership m
           WHERE m.user_id = nadir.person() AND m.revoked_at IS NULL
           GROUP BY m.trial_id HAVING bool_or(m.role IN ('reader', 'adjudicator'))
              AND bool_and(m.role IN ('reader', 'adjudicator', 'statistician'))) t);
--> statement-breakpoint
-- Whose reads of which patients the person may see to decide between them: both readers have signed one visit, and the
-- person reads neither of them.
CREATE FUNCTION nadir.reads_to_adjudicate() RETURNS TABLE (reader text, subject_id uuid)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.reader, a.subject_id FROM record.read_assignment a
   WHERE (a.trial_id = ANY (nadir.trials_with_role('{adjudicator}')) OR a.site_id = ANY (nadir.sites_with_role('{adjudicator}')))
     AND EXISTS (SELECT FROM record.read_session s JOIN record.read_session o ON o.visit_id = s.visit_id
                  WHERE s.subject_id = a.subject_id AND s.reader_role = 'reader-1' AND o.reader_role = 'reader-2'
                    AND s.state = 'signed' AND o.state = 'signed')
     AND NOT EXISTS (SELECT FROM record.read_assignment own WHERE own.subject_id = a.subject_id AND own.reader = nadir.person())
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION nadir.reads_to_adjudicate() TO nadir_app;
--> statement-breakpoint
-- What another reader chose as a target is as little seen as what another found anew. Lesions of no reader's own are read by all.
CREATE OR REPLACE FUNCTION nadir.lesions_of_others() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT l.id FROM record.lesion l
   WHERE l.trial_id = ANY ((SELECT nadir.reader_trials())::uuid[])
     AND CASE WHEN l.document ->> 'reader' IS NOT NULL
              THEN l.document ->> 'reader' <> nadir.person()
               AND (l.document ->> 'reader', l.subject_id) NOT IN (SELECT a.reader, a.subject_id FROM nadir.reads_to_adjudicate() a)
              ELSE l.role = 'new' AND l.recorded_by <> nadir.person()
               AND NOT EXISTS (SELECT FROM record.measurement m
                                WHERE m.lesion_id = coalesce(l.superseded_by, l.id) AND m.reader = nadir.person()) END
$$;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA nadir FROM nadir_keeper;
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['measurement', 'non_target_assessment'] LOOP
    EXECUTE format('DROP POLICY blinded_reader ON record.%I', t);
    EXECUTE format('CREATE POLICY blinded_reader ON record.%I AS RESTRICTIVE FOR SELECT TO nadir_app'
      ' USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person()'
      ' OR (reader, subject_id) IN (SELECT a.reader, a.subject_id FROM nadir.reads_to_adjudicate() a))', t);
    -- A blinded reader reads in no other name.
    EXECUTE format('CREATE POLICY role_own_name ON record.%I AS RESTRICTIVE FOR INSERT TO nadir_app'
      ' WITH CHECK (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person())', t);
    EXECUTE format('CREATE POLICY role_own_name_still ON record.%I AS RESTRICTIVE FOR UPDATE TO nadir_app USING (true)'
      ' WITH CHECK (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person())', t);
  END LOOP;
END
$$;
--> statement-breakpoint
-- A reader adds and corrects lesions of their own, and no others.
DROP POLICY role_adds ON record.lesion;
--> statement-breakpoint
CREATE POLICY role_adds ON record.lesion AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{coordinator,data-manager,administrator}'))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role('{coordinator,data-manager,administrator}'))::uuid[])
    OR (document ->> 'reader' = nadir.person() AND (trial_id = ANY ((SELECT nadir.trials_with_role('{reader}'))::uuid[])
      OR site_id = ANY ((SELECT nadir.sites_with_role('{reader}'))::uuid[]))));
--> statement-breakpoint
DROP POLICY role_corrects ON record.lesion;
--> statement-breakpoint
CREATE POLICY role_corrects ON record.lesion AS RESTRICTIVE FOR UPDATE TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR document ->> 'reader' = nadir.person())
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{coordinator,data-manager,administrator}'))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role('{coordinator,data-manager,administrator}'))::uuid[])
    OR (document ->> 'reader' = nadir.person() AND (trial_id = ANY ((SELECT nadir.trials_with_role('{reader}'))::uuid[])
      OR site_id = ANY ((SELECT nadir.sites_with_role('{reader}'))::uuid[]))));
--> statement-breakpoint
CREATE POLICY member ON record.reading_charter TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.member_trials())::uuid[]))
  WITH CHECK (trial_id = ANY ((SELECT nadir.whole_trials())::uuid[]));
--> statement-breakpoint
CREATE POLICY role_adds ON record.read_comparison AS RESTRICTIVE FOR INSERT TO nadir_app WITH CHECK (false);
--> statement-breakpoint
CREATE POLICY role_adds ON record.reading_charter AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (set_by = nadir.person() AND trial_id = ANY ((SELECT nadir.trials_with_role('{administrator}'))::uuid[]));
--> statement-breakpoint
CREATE POLICY role_adds ON record.read_assignment AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (reader = nadir.person() AND (trial_id = ANY ((SELECT nadir.trials_with_role('{reader}'))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role('{reader}'))::uuid[])));
--> statement-breakpoint
-- A draft is its reader's own.
CREATE POLICY draft_is_own ON record.read_session AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (state = 'signed' OR reader = nadir.person());
--> statement-breakpoint
CREATE POLICY blinded_reader ON record.read_session AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[]) OR reader = nadir.person()
    OR subject_id IN (SELECT a.subject_id FROM nadir.reads_to_adjudicate() a));
--> statement-breakpoint
-- A reader is told of no disagreement; whoever decides it is.
CREATE POLICY blinded_reader ON record.read_comparison AS RESTRICTIVE FOR SELECT TO nadir_app
  USING (trial_id <> ALL ((SELECT nadir.reader_trials())::uuid[])
    OR subject_id IN (SELECT a.subject_id FROM nadir.reads_to_adjudicate() a));
--> statement-breakpoint
CREATE POLICY role_adds ON record.read_session AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (reader = nadir.person() AND CASE reader_role
    WHEN 'adjudicator' THEN (trial_id = ANY ((SELECT nadir.trials_with_role('{adjudicator}'))::uuid[])
        OR site_id = ANY ((SELECT nadir.sites_with_role('{adjudicator}'))::uuid[]))
      AND subject_id IN (SELECT a.subject_id FROM nadir.reads_to_adjudicate() a)
    ELSE (trial_id = ANY ((SELECT nadir.trials_with_role('{reader}'))::uuid[])
        OR site_id = ANY ((SELECT nadir.sites_with_role('{reader}'))::uuid[]))
      AND EXISTS (SELECT FROM record.read_assignment a WHERE a.subject_id = read_session.subject_id
                     AND a.reader_role = read_session.reader_role AND a.reader = nadir.person()) END);
--> statement-breakpoint
CREATE POLICY role_corrects ON record.read_session AS RESTRICTIVE FOR UPDATE TO nadir_app
  USING (reader = nadir.person())
  WITH CHECK (reader = nadir.person() AND CASE reader_role
    WHEN 'adjudicator' THEN trial_id = ANY ((SELECT nadir.trials_with_role('{adjudicator}'))::uuid[])
      OR site_id = ANY ((SELECT nadir.sites_with_role('{adjudicator}'))::uuid[])
    ELSE trial_id = ANY ((SELECT nadir.trials_with_role('{reader}'))::uuid[])
      OR site_id = ANY ((SELECT nadir.sites_with_role('{reader}'))::uuid[]) END);
--> statement-breakpoint
CREATE FUNCTION record.keep_read() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      PERFORM nadir.refuse('READ_NOT_BEGUN', 'A read begins as a draft and is signed afterwards.');
    END IF;
    NEW.version := 1;
    IF NEW.amends IS NOT NULL AND NOT EXISTS (SELECT FROM record.read_session s WHERE s.id = NEW.amends AND s.state = 'signed'
         AND s.visit_id = NEW.visit_id AND s.reader_role = NEW.reader_role) THEN
      PERFORM nadir.refuse('READ_NOT_SIGNED', 'Only a signed read of the same visit, in the same place, is amended.');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state = 'signed' THEN
    PERFORM nadir.refuse('READ_SIGNED', 'This read is signed and stays as it is; amend it by a new read with a reason.');
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    PERFORM nadir.refuse('CHANGED_MEANWHILE', 'This read was kept in another window meanwhile; load it again before you go on.');
  END IF;
  NEW.kept_at := now();
  IF NEW.state = 'signed' THEN
    NEW.signed_at := now();
    IF NEW.document_hash IS DISTINCT FROM nadir.sha256_hex(nadir.canonical(NEW.document)) THEN
      PERFORM nadir.refuse('READ_NOT_BOUND', 'The signature does not belong to what the read says.');
    END IF;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER keep_read BEFORE INSERT OR UPDATE ON record.read_session FOR EACH ROW EXECUTE FUNCTION record.keep_read();
--> statement-breakpoint
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT * FROM (VALUES
    ('reading_charter', 'nadir.canonical(jsonb_build_array(n.id, n.number, n.document, n.reason))'),
    ('read_assignment', 'nadir.canonical(jsonb_build_array(n.id, n.subject_id, n.reader_role, n.reader))'),
    ('read_session', 'nadir.canonical(jsonb_build_array(n.id, n.subject_id, n.visit_id, n.reader_role, n.amends, n.reason))'),
    ('read_comparison', 'nadir.canonical(jsonb_build_array(n.id, n.subject_id, n.input_hash))')
  ) AS told(name, content)
  LOOP
    EXECUTE format('CREATE TRIGGER log_insert AFTER INSERT ON record.%I REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(%L, %L, %L, %L)', t.name, t.content, 'n.trial_id', 'true',
      'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
  END LOOP;
END
$$;
--> statement-breakpoint
-- What a draft says is nobody's but its reader's: the log tells that it was kept, and of a signed read its hashes.
CREATE TRIGGER log_update AFTER UPDATE ON record.read_session REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_update(
    'id', 'n.trial_id', '{document}', 'updated', 'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
