-- Work on models at the portal: a statistician may register; one version stands in for another; what was developed, and how a
-- model in use keeps its calibration. All of it is added once and never changed.
CREATE POLICY role_adds ON validation.model FOR INSERT TO nadir_app
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{statistician}'))::uuid[]));
--> statement-breakpoint
GRANT INSERT ON validation.model TO nadir_app;
--> statement-breakpoint
ALTER TABLE validation.model ADD CONSTRAINT model_of_trial UNIQUE (id, trial_id);
--> statement-breakpoint
-- A version that another one stands in for. Both stay; the earlier one is no longer offered for new patients.
CREATE TABLE validation.model_supersession (
  superseded_id uuid PRIMARY KEY,
  by_id uuid NOT NULL,
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT model_supersession_former FOREIGN KEY (superseded_id, trial_id) REFERENCES validation.model (id, trial_id),
  CONSTRAINT model_supersession_new FOREIGN KEY (by_id, trial_id) REFERENCES validation.model (id, trial_id),
  CONSTRAINT model_supersession_other CHECK (superseded_id <> by_id)
);
--> statement-breakpoint
-- What a plan made of a table: models under nested resampling, or ways from several lesions to a patient. `table_hash` names the
-- table's text in the object store, `formula_hash` what was fitted, whatever it is called; no subject stands in the document.
CREATE TABLE validation.development (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  kind text NOT NULL,
  document jsonb NOT NULL,
  document_hash text NOT NULL,
  table_hash text NOT NULL,
  formula_hash text,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT development_kind CHECK (kind IN ('models', 'lesions')),
  CONSTRAINT development_hashes CHECK (document_hash ~ '^[0-9a-f]{64}$' AND table_hash ~ '^[0-9a-f]{64}$' AND formula_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT development_once UNIQUE (trial_id, document_hash)
);
--> statement-breakpoint
CREATE INDEX development_of_formula ON validation.development (formula_hash) WHERE formula_hash IS NOT NULL;
--> statement-breakpoint
-- How a registered model did over the trial, as the record stood when it was asked.
CREATE TABLE validation.model_monitoring (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  model_id uuid NOT NULL,
  document jsonb NOT NULL,
  document_hash text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT model_monitoring_model FOREIGN KEY (model_id, trial_id) REFERENCES validation.model (id, trial_id),
  CONSTRAINT model_monitoring_hash CHECK (document_hash ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE INDEX model_monitoring_of_model ON validation.model_monitoring (model_id, at);
--> statement-breakpoint
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT * FROM (VALUES
    ('model_supersession', 'superseded_id', 'jsonb_build_array(n.superseded_id, n.by_id)'),
    ('development', 'id', 'jsonb_build_array(n.id, n.document_hash)'),
    ('model_monitoring', 'id', 'jsonb_build_array(n.id, n.document_hash)')) AS v (name, id, said)
  LOOP
    EXECUTE format('ALTER TABLE validation.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t.name);
    EXECUTE format('CREATE POLICY system_member ON validation.%I TO nadir_system USING (true) WITH CHECK (true)', t.name);
    EXECUTE format('CREATE POLICY kept ON validation.%I FOR SELECT TO nadir_keeper USING (true)', t.name);
    EXECUTE format('CREATE POLICY member ON validation.%I FOR SELECT TO nadir_app USING (trial_id = ANY ((SELECT nadir.member_trials())::uuid[]))', t.name);
    EXECUTE format('CREATE POLICY role_adds ON validation.%I FOR INSERT TO nadir_app WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role(''{statistician}''))::uuid[]))', t.name);
    EXECUTE format('GRANT SELECT ON validation.%I TO nadir_keeper', t.name);
    EXECUTE format('GRANT SELECT, INSERT ON validation.%I TO nadir_app, nadir_system', t.name);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON validation.%I FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change()', t.name);
    EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON validation.%I FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change()', t.name);
    EXECUTE format('CREATE TRIGGER log_insert AFTER INSERT ON validation.%I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(%L, ''n.trial_id'', ''true'', %L)',
      t.name, 'nadir.canonical(' || t.said || ')', format('audit.row_mark(to_jsonb(n), ''{%s}''::text[])', t.id));
  END LOOP;
END
$$;
