import { key } from "@nadir/domain";
import { z } from "zod";

/** Whom a query asks, and in which role it was raised. */
export const queryRole = z.enum(["coordinator", "reader", "data-manager"]);
export type QueryRole = z.infer<typeof queryRole>;

export const queryThread = z.object({
  id: z.uuid(),
  subject: z.string(),
  /** What it is about: an item of the worklist, or null for the patient as a whole. */
  item: z.string().nullable(),
  askedOf: queryRole,
  raisedAs: queryRole,
  /** `raised`: waits for an answer; `answered`: waits to be closed or asked on; `closed`. */
  state: z.enum(["raised", "answered", "closed"]),
  said: z.array(
    z.object({ act: z.enum(["raised", "answered", "closed"]), text: z.string(), by: z.string(), at: z.date() }),
  ),
  /** What the person may do next in it. */
  may: z.array(z.enum(["ask", "answer", "close"])),
});
export type QueryThread = z.infer<typeof queryThread>;

const words = z.string().trim().min(1, "write a sentence").max(2000);

export const raiseQuery = z.object({
  trial: key,
  subject: key,
  item: z.string().max(300).nullable(),
  askedOf: queryRole,
  text: words,
});
export type RaiseQuery = z.infer<typeof raiseQuery>;

export const saidInQuery = z.object({
  trial: key,
  query: z.uuid(),
  act: z.enum(["ask", "answer", "close"]),
  text: words,
});
export type SaidInQuery = z.infer<typeof saidInQuery>;

/** A thread whose next step is the person's own: what was said last in it. */
export const waitingQuery = z.object({
  id: z.uuid(),
  subject: z.string(),
  state: z.enum(["raised", "answered"]),
  text: z.string(),
  at: z.date(),
});
export type WaitingQuery = z.infer<typeof waitingQuery>;

export const queriesOfSubject = z.object({ trial: key, subject: key });
