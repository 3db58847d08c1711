import "server-only";
import { type Person, type Session, sessionOf } from "@nadir/api/identity";
import { appRouter, type Context, createCallerFactory } from "@nadir/api/trpc";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { ADDRESS_HEADER, stepInHref } from "../shell/way-in.ts";
import { platform } from "./platform.ts";

/** Who asks and with what: made once a request. */
export async function contextOf(requestHeaders: Headers): Promise<Context> {
  const { auth, db, store, jobs, secret, custodians, home } = await platform();
  const { person, sessionId } = await sessionOf({ auth, db }, requestHeaders);
  return { person, sessionId, db, store, jobs, secret, custodians, home };
}

/** Who has signed in, and what is still asked of them before they are somebody. */
export const sessionFor = async (requestHeaders: Headers): Promise<Session> =>
  sessionOf(await platform(), requestHeaders);

/** Who has signed in with a one-time password and has not chosen their own yet; null for everybody else. */
export const whoChooses = async (requestHeaders: Headers): Promise<Person | null> =>
  (await sessionFor(requestHeaders)).toChoose;

const requestContext = cache(async () => contextOf(new Headers(await headers())));
/** The procedures for a context: for routes, which answer strangers themselves. */
export const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;

/** The procedures, called on the server with the rights of whoever is signed in; sends strangers to the sign-in. */
export const caller = cache(async () => {
  const context = await requestContext();
  if (!context.person) {
    const asked = new Headers(await headers());
    const { toChoose, toEnrol } = await sessionFor(asked);
    const step = toChoose ? "/choose-password" : toEnrol ? "/second-factor" : "/sign-in";
    redirect(stepInHref(step, asked.get(ADDRESS_HEADER)));
  }
  return createCaller(context);
});

export const isSignedIn = async (): Promise<boolean> => (await requestContext()).person !== null;

/** The signed-in person with roles and permissions, asked once a request. */
export const me = cache(async () => (await caller()).session.me());
