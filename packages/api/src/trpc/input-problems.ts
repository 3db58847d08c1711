import type { Problem } from "@nadir/domain";
import { TRPCError } from "@trpc/server";
import { z } from "zod";

/** What is wrong with an input that is not of the shape asked for: a sentence a place. */
export function problemsOfInput({ issues }: z.ZodError): Problem[] {
  return issues.map(({ path, message }) => {
    const place = path.map(String).join(".");
    return {
      code: "INVALID",
      message: `${place === "" ? "What was sent" : place}: ${message.replace(/\.$/, "")}.`,
      ...(place === "" ? {} : { where: { path: place } }),
    };
  });
}

/** Why a procedure refused, in sentences: for addresses that call one on the server and answer in words. */
export const sentenceOf = (error: TRPCError): string =>
  error.code === "BAD_REQUEST" && error.cause instanceof z.ZodError
    ? problemsOfInput(error.cause)
        .map(({ message }) => message)
        .join(" ")
    : error.message;

/** The input as it was sent. Refuses what is nested so deeply that reading it takes more than the stack has. */
export async function readInput<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : error;
    if (!(cause instanceof RangeError)) throw error;
    throw new TRPCError({
      code: "BAD_REQUEST",
      message: "What was sent is nested more deeply than anything that is asked for here; nothing was done.",
    });
  }
}
