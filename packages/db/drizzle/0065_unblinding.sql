-- Emergency unblinding takes a permission of its own ('unblind', packages/domain/src/record/people.ts), not that of drawing.
-- A test holds the roles here against those that have it there. It is asked again before the arm is told: whoever lost the
-- role in between learns nothing.
GRANT CREATE ON SCHEMA allocation TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
CREATE FUNCTION allocation.roles_that_unblind() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
RETURN '{coordinator}'::text[];
--> statement-breakpoint
-- A draw whose arm the person may learn in an emergency; refuses like for one that does not exist.
CREATE FUNCTION allocation.draw_to_unblind(draw uuid) RETURNS allocation.draw
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  d allocation.draw;
  roles constant text[] := allocation.roles_that_unblind();
BEGIN
  SELECT * INTO d FROM allocation.draw q WHERE q.id = draw
     AND (q.trial_id = ANY (nadir.trials_with_role(roles)) OR q.site_id = ANY (nadir.sites_with_role(roles)));
  IF d.id IS NULL THEN
    PERFORM nadir.refuse('DRAW_UNKNOWN', 'There is no such draw, or no role of yours at its patient''s site unblinds.');
  END IF;
  RETURN d;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION allocation.unblind(draw uuid, reason text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  d allocation.draw := allocation.draw_to_unblind(draw);
  made uuid;
BEGIN
  IF NOT (SELECT p.blinded FROM allocation.plan p WHERE p.id = d.plan_id) THEN
    PERFORM nadir.refuse('NOT_BLINDED', 'The trial is open: there is nothing to unblind.');
  END IF;
  INSERT INTO allocation.unblinding (draw_id, trial_id, site_id, subject_id, reason, person_id, transaction)
  VALUES (d.id, d.trial_id, d.site_id, d.subject_id,
          allocation.require_text(reason, 'An arm is unblinded for a reason; say it in a sentence.'), nadir.actor(), pg_current_xact_id()::text)
  RETURNING id INTO made;
  RETURN made;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION allocation.unblinded_arm(unblinding uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  u allocation.unblinding;
  d allocation.draw;
BEGIN
  SELECT * INTO u FROM allocation.unblinding q WHERE q.id = unblinding AND q.person_id = nadir.actor();
  IF u.id IS NULL THEN
    PERFORM nadir.refuse('DRAW_UNKNOWN', 'There is no such unblinding of yours.');
  END IF;
  d := allocation.draw_to_unblind(u.draw_id);
  IF u.transaction = pg_current_xact_id()::text THEN
    PERFORM nadir.refuse('DRAW_NOT_COMMITTED', 'An arm is unblinded once the reason is written for good; end this transaction first.');
  END IF;
  RETURN allocation.arm_of(d.id);
END
$$;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA allocation FROM nadir_keeper;
