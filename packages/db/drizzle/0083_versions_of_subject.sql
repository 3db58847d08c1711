-- The log of a patient asks for every version of what is theirs, replaced and retracted ones too: the indexes of what stands do not
-- serve it, and it read the whole trial's visits, lesions and observations for it.
CREATE INDEX follow_up_versions_of_subject ON record.follow_up (subject_id);
--> statement-breakpoint
CREATE INDEX visit_versions_of_subject ON record.visit (subject_id);
--> statement-breakpoint
CREATE INDEX lesion_versions_of_subject ON record.lesion (subject_id);
--> statement-breakpoint
CREATE INDEX observation_versions_of_subject ON record.observation (subject_id);
--> statement-breakpoint
CREATE INDEX biomarker_versions_of_subject ON record.biomarker (subject_id);
--> statement-breakpoint
CREATE INDEX treatment_versions_of_subject ON record.treatment (subject_id);
--> statement-breakpoint
CREATE INDEX adverse_event_versions_of_subject ON record.adverse_event (subject_id);
--> statement-breakpoint
CREATE INDEX outcome_versions_of_subject ON record.outcome (subject_id);
--> statement-breakpoint
-- How many events of each action there are is told without reading the events.
CREATE INDEX event_action ON audit.event (action, trial_id, actor, object);
