-- What a payload names is dear to find: an import's is unpacked and read for it. Told so, the planner asks the index of it, also
-- where the log has few events; else it read every payload, some seconds of it, once the log had grown to some 1,500 events.
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
ALTER FUNCTION audit.named(text) COST 100000;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
