import { issueInWords, type Problem, placeInWords } from "@nadir/domain";
import { TRPCError } from "@trpc/server";
import { z } from "zod";

/** What is wrong with an input that is not of the shape asked for: a sentence a place. */
export function problemsOfInput({ issues }: z.ZodError): Problem[] {
  return issues.map((issue) => {
    const place = issue.path.map(String).join(".");
    return {
      code: "INVALID",
      message: sentenceOn(issue, place),
      ...(place === "" ? {} : { where: { path: place } }),
    };
  });
}

/** A sentence of ours stands alone, half a sentence after its place; zod's general words name types and operators, and are said in ours. */
function sentenceOn(issue: z.core.$ZodIssue, place: string): string {
  const isGeneral = /^(Too (big|small)|Invalid (input|option|string))\b/.test(issue.message);
  if (!isGeneral && /^\p{Lu}.*\.$/u.test(issue.message)) return issue.message;
  if (!isGeneral)
    return `${place === "" ? "What was sent" : placeInWords(issue.path)}: ${issue.message.replace(/\.$/, "")}.`;
  const found = issue.input;
  return `${place === "" ? "What was sent" : placeInWords(issue.path)} ${issueInWords(issue, found)}.`;
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
