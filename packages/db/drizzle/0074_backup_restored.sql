-- A backup that was restored on trial, and the chain of its log recomputed there, is noted as more than one that was compared.
ALTER TABLE derived.installation_check DROP CONSTRAINT installation_check_kind_check;
--> statement-breakpoint
ALTER TABLE derived.installation_check ADD CONSTRAINT installation_check_kind_check
  CHECK (kind IN ('backup', 'backup-check', 'backup-restore', 'audit', 'objects'));
