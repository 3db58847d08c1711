import { z } from "zod";
import { issueInWords, placeInWords, valueAt } from "./field-words.ts";
import { Refusal } from "./problem.ts";
import { type ProtocolDocument, protocolDocument } from "./protocol.ts";
import { secondaryAnalysis } from "./protocol-analysis.ts";
import { sha256Text } from "./protocol-frozen.ts";
import { protocolGrouping } from "./protocol-measures.ts";
import { readProtocol } from "./protocol-reading.ts";
import { analysisResult } from "./protocol-result.ts";

/** What may be added once a protocol is reported (rule book validation §1.1): analyses without a plan, and corrections. */

const sentence = z.string().trim().min(1);

/** The family of everything that was not planned: nothing in it is adjusted, nothing in it confirms. */
const FAMILY = "post-hoc";

export const postHocRequest = z.strictObject({
  schema: z.literal("nadir.post-hoc/1"),
  /** Why, and on sight of what. */
  reason: sentence,
  /** Further groupings, with thresholds chosen after the result was known. */
  groupings: z.array(protocolGrouping).default([]),
  /** As in a protocol, without a family. */
  analyses: z
    .array(
      z.preprocess(
        (a) => (a !== null && typeof a === "object" && !("family" in a) ? { ...a, family: FAMILY } : a),
        secondaryAnalysis,
      ),
    )
    .min(1),
});
export type PostHocRequest = z.infer<typeof postHocRequest>;

export const postHocDocument = z.strictObject({
  schema: z.literal("nadir.post-hoc-result/1"),
  label: z.literal("post hoc"),
  protocolHash: sha256Text,
  resultHash: sha256Text,
  reason: sentence,
  request: postHocRequest,
  analyses: z.array(analysisResult).min(1),
});
export type PostHocDocument = z.infer<typeof postHocDocument>;

export const erratumRequest = z.strictObject({
  schema: z.literal("nadir.erratum/1"),
  reason: sentence,
  corrections: z.array(z.strictObject({ place: sentence, printed: sentence, correct: sentence })).min(1),
});
export type ErratumRequest = z.infer<typeof erratumRequest>;

export const erratumDocument = z.strictObject({
  ...erratumRequest.shape,
  protocolHash: sha256Text,
  resultHash: sha256Text,
});
export type ErratumDocument = z.infer<typeof erratumDocument>;

/** A request as read; refuses with every problem at once, each with its path. */
export const readPostHocRequest = (value: unknown): PostHocRequest =>
  parsed(postHocRequest.safeParse(value), "POST_HOC_INVALID", value);
export const readErratumRequest = (value: unknown): ErratumRequest =>
  parsed(erratumRequest.safeParse(value), "ERRATUM_INVALID", value);

function parsed<T>(read: z.ZodSafeParseResult<T>, code: string, value: unknown): T {
  if (read.success) return read.data;
  throw new Refusal(
    read.error.issues.map((i) => ({
      code,
      message: `${placeInWords(i.path)} ${issueInWords(i, valueAt(value, i.path))}.`,
      where: { path: i.path.join(".") },
    })),
  );
}

/** Words that nothing post hoc may carry. */
const CONFIRMS = /\b(confirm(s|ed|atory)?|primary|validat(ed|es|ion))\b/i;

/**
 * The locked protocol with the post-hoc analyses in place of the planned ones: what runs them. Refuses names that lead
 * nowhere, ids that are planned already, and titles that claim what a post-hoc analysis cannot.
 */
export function postHocPlan(protocol: ProtocolDocument, request: PostHocRequest): ProtocolDocument {
  const problems = request.analyses.flatMap((a, i) => [
    ...(protocol.secondary.some((s) => s.id === a.id) || a.id === "primary"
      ? [problem(`analyses.${i}.id`, `'${a.id}' is an analysis of the plan; give the post-hoc one another id.`)]
      : []),
    ...(CONFIRMS.test(a.title)
      ? [problem(`analyses.${i}.title`, `'${a.title}' claims what a post-hoc analysis cannot; say what it does.`)]
      : []),
    ...(a.kind === "survival-by-risk-group" && a.cuts.from === "training-quantiles"
      ? [problem(`analyses.${i}.cuts`, "cut-points from training are fitted before the lock; state the risks.")]
      : []),
  ]);
  if (problems.length > 0) throw new Refusal(problems);
  const { frozen, ...plan } = protocol;
  const read = readProtocol({
    ...plan,
    groupings: [...plan.groupings, ...request.groupings],
    secondary: request.analyses.map((a) => ({ ...a, family: FAMILY })),
    multiplicity: {
      families: [{ id: FAMILY, method: "none", alpha: 0.05, statement: "Post hoc: nothing is adjusted." }],
    },
  });
  return protocolDocument.parse({ ...read, ...(frozen ? { frozen } : {}) });
}

const problem = (path: string, message: string) => ({ code: "POST_HOC_INVALID", message, where: { path } });
