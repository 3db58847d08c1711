import "server-only";
import { join } from "node:path";
import { type Auth, createAuth } from "@nadir/api/identity";
import { type Custodians, folderCustodians } from "@nadir/api/intake";
import type { JobPort } from "@nadir/api/trpc";
import { connect, type Database } from "@nadir/db";
import { databaseUrls } from "@nadir/db/urls";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { wayIn } from "../shell/way-in.ts";
import { type PortalSettings, portalSettings } from "./env.ts";
import { openJobs } from "./jobs.ts";

/** What one portal process holds open: one pool, one store, one queue. */
export interface Platform extends PortalSettings {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly auth: Auth;
  readonly jobs: JobPort;
  readonly custodians: Custodians;
}

async function open(): Promise<Platform> {
  const settings = await portalSettings();
  const { appUrl } = await databaseUrls({ home: settings.home });
  // Each connection plans each statement once, which takes longer than running it: few connections meet a page for the first time less
  // often. A page asks for four things at once at the most, each of some ms.
  const db = connect(appUrl, { max: 5, planning: "kept" });
  return {
    ...settings,
    db,
    store: await openLocalStore(join(settings.home, "objects")),
    auth: createAuth({ db, ...settings, wayIn }),
    jobs: openJobs(db, appUrl),
    custodians: folderCustodians(join(settings.home, "custodians")),
  };
}

// Kept on the process: bundles of pages and routes each have their own copy of this module.
const place = globalThis as typeof globalThis & { nadirPlatform?: Promise<Platform> };

export function platform(): Promise<Platform> {
  place.nadirPlatform ??= open().catch((error: unknown) => {
    // The database may still be starting: the next request tries again.
    delete place.nadirPlatform;
    throw error;
  });
  return place.nadirPlatform;
}

/** The addresses whose pages may send what changes something. */
export const ownOrigins = async (): Promise<readonly string[]> => (await platform()).origins;

/** What stands on the button of the hospital's own sign-in; null where there is none. */
export const hospitalButton = async (): Promise<string | null> => (await platform()).hospital?.button ?? null;
