import { role } from "@nadir/domain";
import { z } from "zod";
import {
  actOnPerson,
  changeRole,
  invitePerson,
  listAdministered,
  listAdministeredTrials,
  requireSecondFactor,
} from "../identity/index.ts";
import { procedure, router } from "./init.ts";

const trialKey = z.string().max(200);
const roleAt = z.object({ role, trial: trialKey, site: z.string().max(200).nullable() });
const email = z.string().max(254);
const personAct = z.enum([
  "one-time-password",
  "end-sessions",
  "remove-second-factor",
  "remove-passkeys",
  "unlock",
  "disable",
]);
/** Told once; what is kept is its hash. */
const oneTime = z.object({ email: z.string(), password: z.string(), until: z.date() });

/** People, roles and rules of the trials that the signed-in person administers. */
export const peopleRouter = router({
  list: procedure
    .input(z.void())
    .output(
      z.object({
        people: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            email: z.string(),
            state: z.enum(["active", "one-time", "disabled"]),
            lockedUntil: z.date().nullable(),
            secondFactor: z.boolean(),
            passkeys: z.int(),
            sessions: z.int(),
            roles: z.array(roleAt).readonly(),
            isElsewhere: z.boolean(),
          }),
        ),
        trials: z.array(
          z.object({
            key: z.string(),
            title: z.string(),
            sites: z.array(z.object({ key: z.string(), name: z.string() })).readonly(),
            secondFactor: z.array(role).readonly(),
          }),
        ),
      }),
    )
    .query(async ({ ctx: { db, person } }) => {
      const [people, trials] = await Promise.all([
        listAdministered(db, person.id),
        listAdministeredTrials(db, person.id),
      ]);
      return { people, trials };
    }),

  invite: procedure
    .input(z.object({ email, name: z.string().max(200), roles: z.array(roleAt).max(50) }))
    .output(oneTime)
    .mutation(({ ctx: { db, person }, input }) => invitePerson(db, person.id, input)),

  changeRole: procedure
    .input(z.object({ email, role: roleAt, held: z.boolean() }))
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => changeRole(db, person.id, input)),

  act: procedure
    .input(z.object({ email, act: personAct }))
    .output(oneTime.nullable())
    .mutation(({ ctx: { db, person }, input }) => actOnPerson(db, person.id, input.email, input.act)),

  requireSecondFactor: procedure
    .input(z.object({ trial: trialKey, role, required: z.boolean() }))
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => requireSecondFactor(db, person.id, input)),
});
