-- The tumour board: meetings, the patients on their agenda, and what the board does with each as a chain of acts. All of it
-- append-only. A decision is made of what lies after the index day, so whoever sees sealed patients blinded sees none of it.
CREATE SCHEMA board;
--> statement-breakpoint
GRANT USAGE ON SCHEMA board TO nadir_app, nadir_system, nadir_keeper;
--> statement-breakpoint
CREATE TABLE board.meeting (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  held_on date NOT NULL,
  title text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT meeting_of_trial UNIQUE (id, trial_id),
  CONSTRAINT meeting_once UNIQUE (trial_id, held_on, title)
);
--> statement-breakpoint
CREATE TABLE board.case (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  meeting_id uuid NOT NULL,
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT case_meeting FOREIGN KEY (meeting_id, trial_id) REFERENCES board.meeting (id, trial_id),
  CONSTRAINT case_subject FOREIGN KEY (subject_id, trial_id, site_id) REFERENCES record.subject (id, trial_id, site_id),
  CONSTRAINT case_once UNIQUE (meeting_id, subject_id),
  CONSTRAINT case_of_subject UNIQUE (id, subject_id, trial_id, site_id)
);
--> statement-breakpoint
CREATE INDEX case_subject_index ON board.case (subject_id);
--> statement-breakpoint
-- `number` is one more than the last of its case: who acts on what they saw acts once, and who saw less is refused.
CREATE TABLE board.act (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL,
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  number integer NOT NULL,
  kind text NOT NULL,
  document jsonb NOT NULL,
  document_hash text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT act_case FOREIGN KEY (case_id, subject_id, trial_id, site_id) REFERENCES board.case (id, subject_id, trial_id, site_id),
  CONSTRAINT act_number UNIQUE (case_id, number),
  CONSTRAINT act_kind CHECK (kind IN ('question', 'proposal', 'vote', 'decision', 'withdrawn') AND document ->> 'kind' = kind),
  CONSTRAINT act_hash CHECK (document_hash ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['meeting', 'case', 'act'] LOOP
    EXECUTE format('ALTER TABLE board.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT ON board.%I TO nadir_keeper', t);
    EXECUTE format('GRANT SELECT, INSERT ON board.%I TO nadir_app, nadir_system', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON board.%I FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON board.%I FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change()', t);
    EXECUTE format('CREATE POLICY system_member ON board.%I TO nadir_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE POLICY kept ON board.%I FOR SELECT TO nadir_keeper USING (true)', t);
    -- Nobody acts in another's name.
    EXECUTE format('CREATE POLICY own_name ON board.%I AS RESTRICTIVE FOR INSERT TO nadir_app WITH CHECK (created_by = nadir.actor())', t);
  END LOOP;
  -- A blinded reader and a statistician see nothing of a board: neither role is named here.
  FOREACH t IN ARRAY ARRAY['case', 'act'] LOOP
    EXECUTE format('CREATE POLICY member ON board.%I FOR SELECT TO nadir_app USING ('
      'trial_id = ANY ((SELECT nadir.trials_with_role(''{board,coordinator,data-manager,administrator}''))::uuid[])'
      ' OR site_id = ANY ((SELECT nadir.sites_with_role(''{board,coordinator,data-manager,administrator}''))::uuid[]))', t);
    EXECUTE format('CREATE POLICY role_adds ON board.%I FOR INSERT TO nadir_app WITH CHECK ('
      'trial_id = ANY ((SELECT nadir.trials_with_role(''{board,coordinator}''))::uuid[])'
      ' OR site_id = ANY ((SELECT nadir.sites_with_role(''{board,coordinator}''))::uuid[]))', t);
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE POLICY member ON board.meeting FOR SELECT TO nadir_app
  USING (trial_id = ANY ((SELECT nadir.trials_with_role('{board,coordinator,data-manager,administrator}'))::uuid[])
    OR EXISTS (SELECT FROM record.site s WHERE s.trial_id = meeting.trial_id
      AND s.id = ANY ((SELECT nadir.sites_with_role('{board,coordinator,data-manager,administrator}'))::uuid[])));
--> statement-breakpoint
CREATE POLICY role_adds ON board.meeting FOR INSERT TO nadir_app
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{board,coordinator}'))::uuid[]));
--> statement-breakpoint
-- What the board does is done by its members; a coordinator prepares the agenda.
CREATE POLICY board_decides ON board.act AS RESTRICTIVE FOR INSERT TO nadir_app
  WITH CHECK (kind IN ('question', 'withdrawn') OR trial_id = ANY ((SELECT nadir.trials_with_role('{board}'))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role('{board}'))::uuid[]));
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON board.meeting REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.held_on, n.title))', 'n.trial_id', 'true', 'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON board.case REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.meeting_id, n.subject_id))', 'n.trial_id', 'true', 'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON board.act REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.case_id, n.number, n.kind, n.document_hash))', 'n.trial_id', 'true',
    'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
