import { randomUUID } from "node:crypto";
import { asPerson, type Database, supersede, type Tx } from "@nadir/db";
import { hashOf, key, refuse, site as siteSchema } from "@nadir/domain";
import { z } from "zod";
import { administeredTrials } from "../identity/administer-people.ts";
import { heldTrial, keepInTrial } from "./trial-document.ts";

const reason = z.string().trim().min(1, "Say in a sentence why.").max(500);

export const sitesOfTrial = z.object({
  trial: z.string(),
  title: z.string(),
  sites: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      country: z.string().nullable(),
      subjects: z.int(),
      /** Closed: takes no new patient. */
      isClosed: z.boolean(),
      /** Closings and openings, the last first. */
      acts: z.array(
        z.object({
          number: z.int(),
          act: z.enum(["closed", "reopened"]),
          reason: z.string(),
          at: z.date(),
          by: z.string(),
        }),
      ),
    }),
  ),
});
export type SitesOfTrial = z.infer<typeof sitesOfTrial>;

export const newSite = z.object({ trial: key, site: siteSchema, reason });
export const siteRename = z.object({
  trial: key,
  site: key,
  name: z.string().trim().min(1).max(200),
  seen: z.string(),
  reason,
});
export const siteAct = z.object({
  trial: key,
  site: key,
  act: z.enum(["closed", "reopened"]),
  reason,
});

/** The sites of the trials that the person administers, whole. */
export function listSites(db: Database, personId: string): Promise<SitesOfTrial[]> {
  return asPerson(db, personId, async (tx) => {
    const ids = (await administeredTrials(tx, personId)).map(({ id }) => id);
    const rows = await tx.sql<
      (Omit<SitesOfTrial["sites"][number], "isClosed" | "acts"> & { id: string; trial: string; title: string })[]
    >`
      select s.id, t.key as trial, t.title, s.key, s.name, s.document ->> 'country' as country,
             coalesce(p.subjects, 0) as subjects
        from record.trial t join record.site s on s.trial_id = t.id and s.superseded_at is null
        left join (select site_id, count(*)::int as subjects from record.subject
                    where trial_id = any (${ids}::uuid[]) and superseded_at is null group by site_id) p on p.site_id = s.id
       where t.id = any (${ids}::uuid[]) order by t.key, s.key`;
    const acts = await tx.sql<(SitesOfTrial["sites"][number]["acts"][number] & { siteId: string })[]>`
      select a.site_id as "siteId", a.number, a.act, a.reason, a.at, coalesce(u.name, a.done_by) as by
        from record.site_act a left join identity."user" u on u.id = a.done_by
       where a.trial_id = any (${ids}::uuid[]) order by a.number desc`;
    const found = new Map<string, SitesOfTrial>();
    for (const { id, trial, title, ...row } of rows) {
      const of = found.get(trial) ?? { trial, title, sites: [] };
      found.set(trial, of);
      const own = acts.filter(({ siteId }) => siteId === id).map(({ siteId: _, ...act }) => act);
      of.sites.push({ ...row, isClosed: own[0]?.act === "closed", acts: own });
    }
    return [...found.values()];
  });
}

/** Adds a site to a trial. Refuses `NOT_ALLOWED`, `TRIAL_UNKNOWN`, `SITE_EXISTS`, `DATA_LOCKED`. */
export function addSite(
  db: Database,
  personId: string,
  { trial, site, reason }: z.infer<typeof newSite>,
): Promise<void> {
  return asPerson(db, personId, async (tx) => {
    const { trialId, document } = await heldTrial(tx, personId, trial);
    if (document.sites.some(({ id }) => id === site.id) || (await siteRow(tx, trialId, site.id)))
      refuse("SITE_EXISTS", `The trial has a site '${site.id}' already; give the new one another key.`, {
        found: site.id,
      });
    await tx.sql`
      insert into record.site (id, trial_id, key, name, document, content_hash)
      values (${randomUUID()}, ${trialId}, ${site.id}, ${site.name}, ${tx.sql.json(site)}, ${hashOf(site)})`;
    // The trial's own document names its sites too: entries and copies read them there.
    await keepInTrial(tx, trialId, { ...document, sites: [...document.sites, site] }, reason);
  });
}

/**
 * Gives a site another name; its key and its patients stay. Refuses `NOT_ALLOWED`, `TRIAL_UNKNOWN`, `SITE_UNKNOWN`,
 * `CHANGED_MEANWHILE`, `DATA_LOCKED`.
 */
export function renameSite(
  db: Database,
  personId: string,
  { trial, site, name, seen, reason }: z.infer<typeof siteRename>,
): Promise<void> {
  return asPerson(db, personId, async (tx) => {
    const { trialId, document } = await heldTrial(tx, personId, trial);
    const row = await requireSite(tx, trialId, trial, site);
    if (row.name !== seen)
      refuse("CHANGED_MEANWHILE", `The site is called '${row.name}' by now. Look again, then decide.`);
    const renamed = { ...row.document, name };
    await supersede(tx, "site", row.id, { name, document: renamed, content_hash: hashOf(renamed) }, reason);
    const sites = document.sites.map((of) => (of.id === site ? { ...of, name } : of));
    await keepInTrial(tx, trialId, { ...document, sites }, reason);
  });
}

/**
 * Closes a site, or opens it again. Its patients stay and are followed; a closed site takes no new one, which the database
 * holds. Refuses `NOT_ALLOWED`, `TRIAL_UNKNOWN`, `SITE_UNKNOWN`, `SITE_CLOSED`, `SITE_OPEN`.
 */
export function actOnSite(
  db: Database,
  personId: string,
  { trial, site, act, reason }: z.infer<typeof siteAct>,
): Promise<void> {
  return asPerson(db, personId, async (tx) => {
    const { trialId } = await heldTrial(tx, personId, trial);
    const { id } = await requireSite(tx, trialId, trial, site);
    const [last] = await tx.sql<{ number: number; act: string }[]>`
      select number, act from record.site_act where site_id = ${id} order by number desc limit 1`;
    if ((last?.act ?? "reopened") === act)
      refuse(
        act === "closed" ? "SITE_CLOSED" : "SITE_OPEN",
        `The site '${site}' is ${act === "closed" ? "closed" : "open"} already.`,
      );
    await tx.sql`
      insert into record.site_act (trial_id, site_id, number, act, reason)
      values (${trialId}, ${id}, ${(last?.number ?? 0) + 1}, ${act}, ${reason})`;
  });
}

interface SiteRow {
  readonly id: string;
  readonly name: string;
  readonly document: z.infer<typeof siteSchema>;
}

const siteRow = async ({ sql }: Tx, trialId: string, site: string): Promise<SiteRow | undefined> =>
  (
    await sql<SiteRow[]>`
      select id, name, document from record.site where trial_id = ${trialId} and key = ${site} and superseded_at is null`
  )[0];

const requireSite = async (tx: Tx, trialId: string, trial: string, site: string): Promise<SiteRow> =>
  (await siteRow(tx, trialId, site)) ??
  refuse("SITE_UNKNOWN", `The trial ${trial} has no site '${site}'.`, { found: site });
