import "server-only";
import { personOf } from "@nadir/api/identity";
import { appRouter, type Context, createCallerFactory } from "@nadir/api/trpc";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { platform } from "./platform.ts";

/** Who asks and with what: made once a request. */
export async function contextOf(requestHeaders: Headers): Promise<Context> {
  const { auth, db, store, jobs, secret, custodians } = await platform();
  return { person: await personOf(auth, requestHeaders), db, store, jobs, secret, custodians };
}

const requestContext = cache(async () => contextOf(new Headers(await headers())));
/** The procedures for a context: for routes, which answer strangers themselves. */
export const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;

/** The procedures, called on the server with the rights of whoever is signed in; sends strangers to the sign-in. */
export const caller = cache(async () => {
  const context = await requestContext();
  if (!context.person) redirect("/sign-in");
  return createCaller(context);
});

export const isSignedIn = async (): Promise<boolean> => (await requestContext()).person !== null;

/** The signed-in person with roles and permissions, asked once a request. */
export const me = cache(async () => (await caller()).session.me());
