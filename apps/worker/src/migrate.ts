import { ensureServer, migrate } from "@nadir/db/server";
import { settingsOf } from "./settings.ts";

/** For deployments: brings the database of DATABASE_URL (an administrator's) to the present schema, and ends. */
const { urls, version } = await ensureServer({ home: settingsOf().home });
const { applied, total } = await migrate(urls.adminUrl);
process.stderr.write(`PostgreSQL ${version}: ${applied.length} of ${total} migrations applied now.\n`);
