import { asPerson } from "@nadir/db";
import { key } from "@nadir/domain";
import { z } from "zod";
import { reauthenticate } from "../identity/index.ts";
import {
  annotateDraw,
  drawFor,
  lodgeRule,
  parseRule,
  planBehaviour,
  planWish,
  readStrata,
  setUpPlan,
  signPlan,
  simulateOnRecord,
  tellArm,
  trialStrata,
  unblind,
} from "../strata/index.ts";
import { procedure, router } from "./init.ts";
import { ofPlan, ofRow } from "./signing.ts";

const password = z.string().min(1).max(200);
const sentence = z.string().max(2000);
const method = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("permuted-blocks"), lengths: z.array(z.int()).max(10) }),
  z.object({
    kind: z.literal("minimisation"),
    probability: z.number(),
    imbalance: z.enum(["range", "variance"]),
    weights: z.record(z.string(), z.number()),
  }),
]);

/** Strata and randomisation of a trial. What may be drawn, told and signed the database decides. */
export const strataRouter = router({
  read: procedure
    .input(z.object({ trial: key }))
    .output(trialStrata)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readStrata(tx, person.id, input.trial))),

  lodge: procedure
    .input(z.object({ trial: key, rule: z.unknown(), reason: sentence.nullable() }))
    .output(z.object({ id: z.uuid(), version: z.int(), isNew: z.boolean() }))
    .mutation(({ ctx: { db, person }, input: { trial, rule, reason } }) =>
      asPerson(db, person.id, (tx) => lodgeRule(tx, trial, parseRule(rule), reason)),
    ),

  setUp: procedure
    .input(
      z.object({
        trial: key,
        arms: z.array(z.object({ name: z.string(), ratio: z.int() })),
        method,
        blinded: z.boolean(),
        withRule: z.boolean(),
      }),
    )
    .output(z.object({ planId: z.uuid() }))
    .mutation(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => setUpPlan(tx, person.id, input))),

  simulate: procedure
    .input(z.object({ plan: z.uuid(), wish: planWish }))
    .output(planBehaviour)
    .mutation(({ ctx: { db, person }, input }) => simulateOnRecord(db, person.id, input.plan, input.wish)),

  sign: procedure
    .input(
      z.object({
        plan: z.uuid(),
        meaning: z.enum(["set up", "approved for use", "stopped"]),
        seen: z.string(),
        reason: sentence.nullable(),
        password,
      }),
    )
    .output(z.object({ signatureId: z.uuid() }))
    .mutation(({ ctx: { db, person }, input: { plan, password: given, ...signature } }) =>
      signPlan(db, person.id, { planId: plan, ...signature }, () =>
        reauthenticate(db, person, given, {
          kind: "signature",
          meaning: `allocation plan: ${signature.meaning}`,
          about: ofPlan(plan),
        }),
      ),
    ),

  draw: procedure
    .input(z.object({ trial: key, subject: z.string(), stratum: z.string(), eligible: z.boolean() }))
    .output(z.object({ drawId: z.uuid(), number: z.int(), stratum: z.string(), arm: z.string().nullable() }))
    .mutation(({ ctx: { db, person }, input }) => drawFor(db, person.id, input)),

  tell: procedure
    .input(z.object({ draw: z.uuid() }))
    .output(z.object({ arm: z.string() }))
    .mutation(async ({ ctx: { db, person }, input }) => ({ arm: await tellArm(db, person.id, input.draw) })),

  unblind: procedure
    .input(z.object({ draw: z.uuid(), reason: sentence, password }))
    .output(z.object({ arm: z.string() }))
    .mutation(async ({ ctx: { db, person }, input }) => ({
      arm: await unblind(db, person.id, input.draw, input.reason, () =>
        reauthenticate(db, person, input.password, {
          kind: "signature",
          meaning: "unblinding",
          about: ofRow("draw", input.draw),
        }),
      ),
    })),

  annotate: procedure
    .input(z.object({ draw: z.uuid(), remark: sentence }))
    .output(z.object({}))
    .mutation(async ({ ctx: { db, person }, input }) => {
      await annotateDraw(db, person.id, input.draw, input.remark);
      return {};
    }),
});
