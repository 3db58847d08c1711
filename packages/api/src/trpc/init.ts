import type { Database } from "@nadir/db";
import { type Problem, Refusal } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import type { Person } from "../identity/index.ts";
import type { Custodians } from "../intake/index.ts";
import { problemsOfInput, readInput } from "./input-problems.ts";
import type { JobPort } from "./job-port.ts";
import { statusOf } from "./status-of.ts";

/** What a request brings: who asks, and the places of this installation. Made once a request by `createContext`. */
export interface Context {
  readonly person: Person | null;
  /** The browser session that asks; absent where none does. */
  readonly sessionId?: string | null | undefined;
  readonly db: Database;
  readonly store: ObjectStore;
  readonly jobs: JobPort;
  /** Signs upload tickets. */
  readonly secret: string;
  /** Where the state of the installation lies, for its health; absent where it is not known. */
  readonly home?: string | undefined;
  /** Who keeps the halves of the seals' keys for this installation, where they lie within its reach. */
  readonly custodians?: Pick<Custodians, "halvesOf"> | undefined;
}

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 20_000 } },
  errorFormatter({ shape, error }) {
    const refusal = error.cause instanceof Refusal ? error.cause : null;
    const misshapen =
      error.code === "BAD_REQUEST" && error.cause instanceof z.ZodError ? problemsOfInput(error.cause) : [];
    const problems: readonly Problem[] = refusal?.problems ?? misshapen;
    const isFault = error.code === "INTERNAL_SERVER_ERROR";
    return {
      ...shape,
      message: isFault
        ? "The server failed at this. Nothing was changed; the log of the portal says why."
        : misshapen.length > 0
          ? misshapen.map(({ message }) => message).join(" ")
          : shape.message,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, refusal: refusal?.code ?? null, problems },
    };
  },
});

/** A refusal keeps its sentence and gets the status that fits its code; anything else is a fault of ours. */
const refusals = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok || !(result.error.cause instanceof Refusal)) return result;
  const refusal = result.error.cause;
  throw new TRPCError({ code: statusOf(refusal.code), message: refusal.message, cause: refusal });
});

/** Postgres keeps no text with the character U+0000 or half of one; said here once, it is no fault of the server anywhere. */
const keepable = t.middleware(async ({ getRawInput, next }) => {
  const found = await readInput(async () => {
    const input = await getRawInput();
    return {
      nul: hasText(input, (text) => text.includes("\u0000")),
      half: hasText(input, (text) => /\p{Surrogate}/u.test(text)),
    };
  });
  if (found.nul)
    throw new TRPCError({ code: "BAD_REQUEST", message: "A text holds the character U+0000; leave it out." });
  if (found.half)
    throw new TRPCError({
      code: "BAD_REQUEST",
      message: "A text holds half of a character (a surrogate without its other half); write the character anew.",
    });
  return next();
});
const hasText = (value: unknown, is: (text: string) => boolean): boolean =>
  typeof value === "string"
    ? is(value)
    : typeof value === "object" &&
      value !== null &&
      Object.entries(value).some(([name, one]) => is(name) || hasText(one, is));

const signedIn = t.middleware(({ ctx, next }) => {
  const { person } = ctx;
  if (!person) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  return next({ ctx: { ...ctx, person } });
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;
/** A procedure for anyone who is signed in; what they may do is asked per trial inside. */
export const procedure = t.procedure.use(refusals).use(signedIn).use(keepable);
