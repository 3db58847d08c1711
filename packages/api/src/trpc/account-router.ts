import { role } from "@nadir/domain";
import { z } from "zod";
import {
  changeOwnPassword,
  endOtherSessions,
  endSession,
  passkeysOf,
  secondFactorOf,
  sessionsOf,
} from "../identity/index.ts";
import { procedure, router } from "./init.ts";

const openSession = z.object({
  id: z.string(),
  since: z.date(),
  lastSeen: z.date(),
  expires: z.date(),
  device: z.string().nullable(),
  address: z.string().nullable(),
  signedInBy: z.enum(["password", "passkey", "hospital"]),
  /** The session that asks. */
  isThis: z.boolean(),
});
const account = z.object({
  secondFactor: z.object({
    isOn: z.boolean(),
    requiredBy: z.array(z.object({ trial: z.string(), role })).readonly(),
  }),
  passkeys: z.array(z.object({ id: z.string(), name: z.string(), since: z.date(), lastUsed: z.date().nullable() })),
  sessions: z.array(openSession),
});
const password = z.string().max(200);

/** What belongs to the signed-in person alone. */
export const accountRouter = router({
  read: procedure
    .input(z.void())
    .output(account)
    .query(async ({ ctx: { db, person, sessionId } }) => {
      const [secondFactor, passkeys, sessions] = await Promise.all([
        secondFactorOf(db, person.id),
        passkeysOf(db, person.id),
        sessionsOf(db, person.id),
      ]);
      return { secondFactor, passkeys, sessions: sessions.map((s) => ({ ...s, isThis: s.id === sessionId })) };
    }),

  changePassword: procedure
    .input(z.object({ current: password, chosen: password }))
    .output(z.void())
    .mutation(({ ctx: { db, person, sessionId }, input }) =>
      changeOwnPassword(db, person, { ...input, sessionId: sessionId ?? null }),
    ),

  endSession: procedure
    .input(z.object({ session: z.string().max(100) }))
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => endSession(db, person.id, input.session)),

  endOtherSessions: procedure
    .input(z.void())
    .output(z.object({ ended: z.int() }))
    .mutation(async ({ ctx: { db, person, sessionId } }) => ({
      ended: await endOtherSessions(db, person.id, sessionId ?? null),
    })),
});
