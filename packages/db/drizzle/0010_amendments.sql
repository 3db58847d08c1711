-- Amendments and voiding, with their reasons; splits over several studies; prospective openings; who of those who treat
-- a sealed patient has looked at what came after the index day.
ALTER TABLE validation.protocol ADD COLUMN closed_reason text;
--> statement-breakpoint
ALTER TABLE validation.signature DROP CONSTRAINT signature_meaning;
--> statement-breakpoint
ALTER TABLE validation.signature ADD CONSTRAINT signature_meaning
  CHECK (meaning IN ('authored', 'approved for locking', 'open outcomes', 'reported', 'made void'));
--> statement-breakpoint
-- A protocol has one next version.
CREATE UNIQUE INDEX protocol_next ON validation.protocol (parent_id) WHERE parent_id IS NOT NULL;
--> statement-breakpoint
GRANT CREATE ON SCHEMA validation, sealed, audit TO nadir_keeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA sealed TO nadir_opener;
--> statement-breakpoint
-- What only_while asks of an external study's trials.
GRANT SELECT ON record.trial TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Refuses unless two different persons signed that this text is void.
CREATE FUNCTION validation.require_void_signatures(p validation.protocol) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  people bigint;
BEGIN
  SELECT count(DISTINCT s.person_id) INTO people FROM validation.signature s
   WHERE s.protocol_id = p.id AND s.document_hash = p.canonical_hash AND s.meaning = 'made void';
  IF people = 0 THEN
    PERFORM nadir.refuse('SIGNATURE_MISSING', 'What two persons signed, two persons make void; the signature ''made void'' is missing.');
  ELSIF people = 1 THEN
    PERFORM nadir.refuse('SIGNER_NOT_INDEPENDENT', 'What two persons signed, two persons make void; only one has signed so far.');
  END IF;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION validation.keep_protocol() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  free constant text[] := ARRAY['state', 'locked_at', 'predicted_at', 'opened_at', 'reported_at', 'split_hash', 'prediction_hash', 'closed_reason'];
BEGIN
  -- What the database sets, a client does not.
  NEW.locked_at := OLD.locked_at;
  NEW.predicted_at := OLD.predicted_at;
  NEW.opened_at := OLD.opened_at;
  NEW.reported_at := OLD.reported_at;
  NEW.split_hash := OLD.split_hash;
  NEW.prediction_hash := OLD.prediction_hash;
  IF (NEW.id, NEW.family, NEW.version, NEW.trial_id) IS DISTINCT FROM (OLD.id, OLD.family, OLD.version, OLD.trial_id) THEN
    PERFORM nadir.refuse('PROTOCOL_IDENTITY', 'A protocol keeps its family, version and trial: write a new version.');
  END IF;
  IF OLD.state <> 'draft' AND to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
    PERFORM nadir.refuse('PLAN_CHANGED_AFTER_LOCK', format('The protocol is %s: its text can no longer be changed. Amend it as a new version.', OLD.state));
  END IF;
  IF NEW.state = OLD.state THEN
    NEW.closed_reason := OLD.closed_reason;
    RETURN NEW;
  END IF;
  -- An amended or voided draft needs no signatures; every other step is in this table.
  IF NOT (OLD.state, NEW.state) IN (('draft', 'locked'), ('locked', 'predicted'), ('predicted', 'opened'), ('opened', 'reported'),
      ('reported', 'archived'), ('draft', 'amended'), ('locked', 'amended'), ('predicted', 'amended'),
      ('draft', 'void'), ('locked', 'void'), ('predicted', 'void')) THEN
    PERFORM nadir.refuse(CASE WHEN OLD.state IN ('opened', 'reported', 'archived') AND NEW.state IN ('locked', 'predicted', 'opened')
                              THEN 'ALREADY_OPENED' ELSE 'NOT_LOCKED' END,
      format('A protocol does not go from %s to %s.', OLD.state, NEW.state));
  END IF;
  CASE NEW.state
    WHEN 'locked' THEN
      PERFORM validation.require_signed_text(NEW);
      PERFORM validation.require_whole_test_set(NEW);
      NEW.split_hash := validation.split_hash(NEW.id);
      NEW.locked_at := now();
    WHEN 'predicted' THEN
      PERFORM validation.require_all_predictions(NEW);
      NEW.prediction_hash := validation.prediction_hash(NEW.id);
      NEW.predicted_at := now();
    WHEN 'opened' THEN
      NEW.opened_at := now();
    WHEN 'reported' THEN
      IF NOT EXISTS (SELECT FROM validation.report r WHERE r.protocol_id = NEW.id) THEN
        PERFORM nadir.refuse('REPORT_MISSING', 'A protocol is reported once its report is stored.');
      END IF;
      NEW.reported_at := now();
    WHEN 'amended' THEN
      -- The new version is there before the old one steps aside; its reason is the old one's.
      SELECT c.reason INTO NEW.closed_reason FROM validation.protocol c WHERE c.parent_id = NEW.id;
      IF NEW.closed_reason IS NULL THEN
        PERFORM nadir.refuse('AMENDMENT_MISSING', 'A protocol is amended by its next version; write that first.');
      END IF;
    WHEN 'void' THEN
      IF coalesce(btrim(NEW.closed_reason), '') = '' THEN
        PERFORM nadir.refuse('REASON_MISSING', 'A protocol is made void for a reason; say it in a sentence.');
      END IF;
      IF OLD.state <> 'draft' THEN
        PERFORM validation.require_void_signatures(NEW);
      END IF;
    ELSE NULL;
  END CASE;
  IF NEW.state NOT IN ('amended', 'void') THEN
    NEW.closed_reason := OLD.closed_reason;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- A version that names a parent is that parent's next, has a reason, and comes before any opening.
CREATE FUNCTION validation.keep_amendment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  parent record;
BEGIN
  IF NEW.parent_id IS NULL THEN
    RETURN NEW;
  END IF;
  SELECT q.family, q.version, q.trial_id, q.test_set_id, q.state INTO parent FROM validation.protocol q WHERE q.id = NEW.parent_id FOR SHARE;
  IF parent.family IS DISTINCT FROM NEW.family OR parent.trial_id IS DISTINCT FROM NEW.trial_id
     OR parent.version + 1 IS DISTINCT FROM NEW.version THEN
    PERFORM nadir.refuse('PROTOCOL_IDENTITY', 'An amendment is the next version of its parent, in the same family and trial.');
  END IF;
  IF coalesce(btrim(NEW.reason), '') = '' THEN
    PERFORM nadir.refuse('REASON_MISSING', 'An amendment has a reason; say it in a sentence.');
  END IF;
  IF parent.state IN ('opened', 'reported', 'archived') THEN
    PERFORM nadir.refuse('ALREADY_OPENED', format('Version %s has been opened; its result stays. What is analysed now is post hoc.', parent.version));
  END IF;
  IF parent.state NOT IN ('draft', 'locked', 'predicted') THEN
    PERFORM nadir.refuse('NOT_LOCKED', format('Version %s is %s; it has no next version.', parent.version, parent.state));
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- Trigger for what hangs on a protocol: refused unless the protocol is in the state named by the argument.
CREATE OR REPLACE FUNCTION validation.only_while() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  p record;
  of_protocol uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.protocol_id ELSE NEW.protocol_id END;
BEGIN
  SELECT q.state, q.trial_id, q.document INTO p FROM validation.protocol q WHERE q.id = of_protocol FOR SHARE;
  IF p.state IS DISTINCT FROM TG_ARGV[0] THEN
    PERFORM nadir.refuse(TG_ARGV[1], format('%s.%s takes rows only while its protocol is %s; it is %s.',
      TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[0], coalesce(p.state, 'not there')));
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  -- The development subjects of an external study belong to the studies that the split names.
  IF TG_TABLE_NAME = 'split_assignment' AND NEW.trial_id <> p.trial_id AND to_jsonb(NEW) ->> 'set' <> 'test' AND EXISTS (
      SELECT FROM record.trial t
        JOIN jsonb_array_elements(coalesce(p.document #> '{split,rule,training}', '[]') || coalesce(p.document #> '{split,rule,tuning}', '[]')) s
          ON jsonb_typeof(s) = 'object' AND s ->> 'key' = t.key
       WHERE t.id = NEW.trial_id AND p.document #>> '{split,rule,by}' = 'study') THEN
    RETURN NEW;
  END IF;
  IF NEW.trial_id <> p.trial_id OR TG_OP = 'UPDATE' AND NEW.protocol_id <> OLD.protocol_id THEN
    PERFORM nadir.refuse('PROTOCOL_IDENTITY', 'A row stays with its protocol and the protocol''s trial.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- A clinical role keeps the whole course of a sealed patient, because it treats the patient. That it looked is in the log,
-- once a person, subject and day. Nothing is written for whoever sees the same as a modelling role.
CREATE FUNCTION audit.note_sealed_reading(subject uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  sealed_in record;
  content text;
BEGIN
  SELECT m.trial_id, array_agg(m.test_set_id::text ORDER BY m.test_set_id) AS sets INTO sealed_in
    FROM sealed.member m WHERE m.subject_id = subject GROUP BY m.trial_id;
  IF sealed_in.trial_id IS NULL OR subject IN (SELECT nadir.blinded_subjects())
     OR NOT sealed_in.trial_id = ANY (nadir.member_trials()) THEN
    RETURN;
  END IF;
  content := nadir.canonical(jsonb_build_object('subject', subject, 'testSets', to_jsonb(sealed_in.sets), 'trial', sealed_in.trial_id));
  IF EXISTS (SELECT FROM audit.event e
              WHERE e.action = 'sealed-course-read' AND e.object = 'record.subject/' || subject AND e.actor = nadir.actor()
                AND e.at >= date_trunc('day', now(), 'UTC')) THEN
    RETURN;
  END IF;
  PERFORM audit.note('sealed-course-read', 'record.subject/' || subject, content);
END
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION audit.note_sealed_reading(uuid) TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION validation.keep_amendment(), validation.keep_protocol(), validation.only_while() TO nadir_owner;
--> statement-breakpoint
SET LOCAL ROLE nadir_opener;
--> statement-breakpoint
-- A protocol that calls itself prospective is opened only when every outcome of its test set came in after the lock.
CREATE FUNCTION sealed.require_prospective() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  p record;
  early bigint;
BEGIN
  SELECT q.document, q.locked_at INTO p FROM validation.protocol q WHERE q.id = NEW.protocol_id;
  IF p.document #>> '{population,timing}' = 'prospective' THEN
    SELECT count(DISTINCT o.subject_id) INTO early FROM sealed.outcome o
      JOIN validation.split_assignment a ON a.protocol_id = NEW.protocol_id AND a.subject_id = o.subject_id AND a."set" = 'test'
     WHERE o.test_set_id = NEW.test_set_id AND o.received_at <= p.locked_at;
    IF early > 0 THEN
      PERFORM nadir.refuse('NOT_PROSPECTIVE', format(
        'The protocol calls itself prospective, but outcomes of %s test subject(s) were in the record before the lock.', early));
    END IF;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION sealed.require_prospective() TO nadir_owner;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA validation, sealed, audit FROM nadir_keeper;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA sealed FROM nadir_opener;
--> statement-breakpoint
CREATE INDEX event_of_object ON audit.event (object, action, actor);
--> statement-breakpoint
CREATE TRIGGER keep_amendment BEFORE INSERT ON validation.protocol FOR EACH ROW EXECUTE FUNCTION validation.keep_amendment();
--> statement-breakpoint
CREATE TRIGGER prospective AFTER INSERT ON sealed.opening FOR EACH ROW EXECUTE FUNCTION sealed.require_prospective();
