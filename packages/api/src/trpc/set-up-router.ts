import { key, readingCharter } from "@nadir/domain";
import { z } from "zod";
import {
  actOnSite,
  addSite,
  listSites,
  listStarts,
  makeTrial,
  newSite,
  renameSite,
  siteAct,
  siteRename,
  sitesOfTrial,
  trialStarts,
} from "../set-up/index.ts";
import { procedure, router } from "./init.ts";

const newTrial = z.object({
  /** Checked as a manifest's trial: every fault is answered with its place. */
  trial: z.record(z.string(), z.unknown()),
  charter: readingCharter.nullable(),
  beganFrom: key.nullable(),
  /** Says what is wrong, and makes nothing. */
  dryRun: z.boolean(),
});
const told = z.array(z.object({ code: z.string(), message: z.string(), path: z.string().nullable() }));

/** Trials as they are set up: new ones, and the sites of those that the person administers. */
export const setUpRouter = router({
  starts: procedure
    .input(z.void())
    .output(trialStarts)
    .query(({ ctx: { db, person } }) => listStarts(db, person.id)),

  make: procedure
    .input(newTrial)
    .output(z.object({ key: z.string().nullable(), made: z.boolean(), problems: told, warnings: told }))
    .mutation(async ({ ctx: { db, store, person }, input }) => {
      const outcome = await makeTrial({ db, store, by: { personId: person.id }, ...input });
      const plain = (all: typeof outcome.problems) =>
        all.map(({ code, message, where }) => ({ code, message, path: where?.path ?? null }));
      return { ...outcome, problems: plain(outcome.problems), warnings: plain(outcome.warnings) };
    }),

  sites: procedure
    .input(z.void())
    .output(z.array(sitesOfTrial))
    .query(({ ctx: { db, person } }) => listSites(db, person.id)),

  addSite: procedure
    .input(newSite)
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => addSite(db, person.id, input)),

  renameSite: procedure
    .input(siteRename)
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => renameSite(db, person.id, input)),

  actOnSite: procedure
    .input(siteAct)
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => actOnSite(db, person.id, input)),
});
