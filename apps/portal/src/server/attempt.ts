import "server-only";
import { type Problem, Refusal } from "@nadir/domain";
import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";

export type Attempt<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/**
 * The answer, or the problems for which it was refused, to be shown where the answer would stand.
 * What is not there becomes the page for that; anything unexpected goes on to the error page.
 */
export async function attempt<T>(asked: Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await asked };
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    // A page asks with what stands in its address: a key that cannot be one leads nowhere, like one that is none.
    if (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST") notFound();
    if (!(error.cause instanceof Refusal)) throw error;
    return { problems: error.cause.problems };
  }
}
