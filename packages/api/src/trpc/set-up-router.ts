import { asPerson } from "@nadir/db";
import { key, type Problem, readingCharter } from "@nadir/domain";
import { z } from "zod";
import { trialAccess } from "../read/view.ts";
import {
  actOnSite,
  addSite,
  amendment,
  amendTrial,
  listSites,
  listStarts,
  makeTrial,
  newSite,
  planChange,
  planOfTrial,
  planQuery,
  readPlan,
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
const plain = (all: readonly Problem[]) =>
  all.map(({ code, message, where }) => ({ code, message, path: where?.path ?? null }));
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
      return { ...outcome, problems: plain(outcome.problems), warnings: plain(outcome.warnings) };
    }),

  /** By what a trial judges, when it looks and how its images are taken, now or in a former version. */
  plan: procedure
    .input(planQuery)
    .output(planOfTrial)
    .query(({ ctx: { db, person }, input }) => readPlan(db, person.id, input)),

  /** Amends the plan, or says what that would change; afterwards what follows from it is computed anew, as after an import. */
  amend: procedure
    .input(amendment)
    .output(
      z.object({
        version: z.int().nullable(),
        problems: told,
        warnings: told,
        changes: z.array(planChange),
        effects: z.array(z.string()),
      }),
    )
    .mutation(async ({ ctx: { db, person, jobs }, input }) => {
      const { problems, warnings, ...outcome } = await amendTrial(db, person.id, input);
      if (outcome.version !== null) {
        const { trialId } = await asPerson(db, person.id, (tx) => trialAccess(tx, person.id, input.trial));
        await jobs.enqueue(person.id, { kind: "compute", trialKey: input.trial }, trialId);
      }
      return {
        ...outcome,
        changes: [...outcome.changes],
        effects: [...outcome.effects],
        problems: plain(problems),
        warnings: plain(warnings),
      };
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
