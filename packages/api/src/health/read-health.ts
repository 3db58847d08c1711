import { asPerson, type Database } from "@nadir/db";
import { ENGINE_VERSION } from "@nadir/features";
import { z } from "zod";
import { RESPONSE_ENGINE, RISK_ENGINE } from "../compute/engines.ts";
import { administeredTrials } from "../identity/administer-people.ts";
import { notAllowed } from "../identity/permissions.ts";
import { lastChecks } from "./checks.ts";
import { clockFinding, databaseFinding, migrationsFinding } from "./database.ts";
import { type Finding, lacks, well } from "./finding.ts";
import { home as homeFinding, memory, nodeRelease } from "./machine.ts";
import { auditFinding, backupFinding, objectsFinding } from "./past-checks.ts";
import { queueFinding, workerFinding } from "./queue.ts";
import { signInsFinding } from "./sign-ins.ts";

export const finding = z.object({
  what: z.string(),
  state: z.enum(["well", "note", "lacks"]),
  found: z.string(),
  mend: z.string().optional(),
});

export interface HealthPlaces {
  /** Where the state of the installation lies; absent where it is not known. */
  readonly home?: string | undefined;
  /** The database is a server of one's own. */
  readonly isExternal: boolean;
}

/** Everything that is looked at of a running installation, without saying where on the machine it lies. One that cannot be looked at is told as lacking, beside the others. */
export async function healthFindings(db: Database, { home, isExternal }: HealthPlaces): Promise<Finding[]> {
  const now = new Date();
  const withoutHome = (text: string) => (home === undefined ? text : text.replaceAll(home, "NADIR_HOME"));
  const told = (what: string, work: Promise<Finding>): Promise<Finding> =>
    work.catch((error: Error) =>
      lacks(
        what,
        `cannot be looked at: ${withoutHome(error.message)}`,
        "See the log of the portal and of the database.",
      ),
    );
  const checks = lastChecks(db);
  const past = (what: string, of: (found: Awaited<typeof checks>) => Finding) => told(what, checks.then(of));
  return Promise.all([
    told("database", databaseFinding(db)),
    told("migrations", migrationsFinding(db)),
    told("clock", clockFinding(db)),
    ...(home === undefined ? [] : [told("home folder", homeFinding(home, { isTold: false }))]),
    past("object store", (found) => objectsFinding(found, now)),
    told("worker", workerFinding(db)),
    told("queue", queueFinding(db)),
    told("sign-ins", signInsFinding(db)),
    past("backup", (found) => backupFinding(found, now, isExternal)),
    past("audit chain", (found) => auditFinding(found, now)),
    memory(),
    nodeRelease(),
    well("engines", `@nadir/features ${ENGINE_VERSION}, ${RESPONSE_ENGINE}, ${RISK_ENGINE}`),
  ]);
}

/** The same for an administrator of a whole trial. Refuses `NOT_ALLOWED`. Tells nothing of any trial. */
export async function readHealth(db: Database, personId: string, places: HealthPlaces): Promise<Finding[]> {
  await requireKeeper(db, personId);
  return healthFindings(db, places);
}

export async function requireKeeper(db: Database, personId: string): Promise<void> {
  const trials = await asPerson(db, personId, (tx) => administeredTrials(tx, personId));
  if (trials.length === 0) notAllowed("administer", new Set());
}
