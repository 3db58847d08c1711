-- An amendment that is not needed after all is dropped by its reader: the row stays as it was last kept, the signed read goes on
-- standing, and another amendment of it may be begun. Beside a dropped row there is always a signed read of the same visit in the same
-- place, so that what asks whether a visit is begun or signed (the scans in sequence, 0067) is answered as before.
ALTER TABLE record.read_session DROP CONSTRAINT read_session_state_check;
--> statement-breakpoint
ALTER TABLE record.read_session ADD CONSTRAINT read_session_state_check CHECK (state IN ('draft', 'signed', 'dropped'));
--> statement-breakpoint
ALTER TABLE record.read_session ADD CONSTRAINT read_session_dropped_amends CHECK (state <> 'dropped' OR amends IS NOT NULL);
--> statement-breakpoint
ALTER TABLE record.read_session DROP CONSTRAINT read_session_amends_key;
--> statement-breakpoint
-- One amendment of a read at a time, and one for good once it is signed.
CREATE UNIQUE INDEX read_session_amended_once ON record.read_session (amends) WHERE state <> 'dropped';
--> statement-breakpoint
CREATE OR REPLACE FUNCTION record.keep_read() RETURNS trigger
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
  IF OLD.state = 'dropped' THEN
    PERFORM nadir.refuse('READ_DROPPED', 'This amendment was dropped and stays as it was; begin another amendment of the signed read.');
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    PERFORM nadir.refuse('CHANGED_MEANWHILE', 'This read was kept in another window meanwhile; load it again before you go on.');
  END IF;
  NEW.kept_at := now();
  IF NEW.state = 'dropped' THEN
    IF OLD.amends IS NULL THEN
      PERFORM nadir.refuse('READ_NOT_AN_AMENDMENT', 'A first read is not dropped: it is the patient''s read. Only an amendment is.');
    END IF;
    IF NEW.document IS DISTINCT FROM OLD.document
       OR num_nonnulls(NEW.signed_at, NEW.meaning, NEW.document_hash, NEW.signature_hash) > 0 THEN
      PERFORM nadir.refuse('READ_DROPPED_AS_KEPT', 'An amendment is dropped as it was last kept: nothing else of it changes, and it bears no signature.');
    END IF;
  END IF;
  IF NEW.state = 'signed' THEN
    NEW.signed_at := now();
    IF NEW.document_hash IS DISTINCT FROM nadir.sha256_hex(nadir.canonical(NEW.document)) THEN
      PERFORM nadir.refuse('READ_NOT_BOUND', 'The signature does not belong to what the read says.');
    END IF;
  END IF;
  RETURN NEW;
END
$$;
