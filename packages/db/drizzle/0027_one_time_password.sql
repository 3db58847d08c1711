-- A password that somebody else has set: good for one sign-in, at which the person chooses their own. Null: their own.
ALTER TABLE identity.account ADD COLUMN one_time_until timestamptz;
