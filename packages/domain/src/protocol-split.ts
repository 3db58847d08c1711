import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import { addDays, isoDay } from "./day.ts";
import { drawnShare } from "./record/manifest.ts";
import { key } from "./record/vocabulary.ts";

/** How subjects are divided (rule book validation §2). The unit is the subject everywhere; a split of rows has no words here. */

const sentence = z.string().trim().min(1);

/** Sets of a split. Outcomes of `test` are sealed; `excluded` subjects take no part and are counted. */
export const splitSet = z.enum(["training", "tuning", "test", "excluded"]);
export type SplitSet = z.infer<typeof splitSet>;

const named = { training: z.array(key).min(1), tuning: z.array(key).default([]), test: z.array(key).min(1) };
const study = z.strictObject({ key, sponsor: sentence, protocol: sentence });

export const splitRule = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("arm"), ...named }),
  z.strictObject({ by: z.literal("site"), ...named }),
  z.strictObject({
    by: z.literal("index-date"),
    /** Subjects with an index date on or after this day are tested; training lies strictly before, less the embargo. */
    cutOff: isoDay,
    embargoDays: z.int().min(0).default(0),
    /** Development subjects with an index date on or after this day tune; absent: nobody tunes. */
    tuningFrom: isoDay.optional(),
    /** Training outcomes known later than cut-off + this are told: the split is then temporal by enrolment only. */
    outcomeLagDays: z.int().min(0).default(0),
  }),
  z.strictObject({
    by: z.literal("drawn"),
    /** The draw of the sealed test set, as the trial's manifest has it. */
    draw: drawnShare,
    /** Share of the development subjects that tune, drawn by the same seed. */
    tuningShare: z.number().min(0).lt(1).default(0),
  }),
  z.strictObject({
    by: z.literal("study"),
    training: z.array(study).min(1),
    tuning: z.array(study).default([]),
    /** The study of the protocol's identity, where the test set is sealed. */
    test: z.array(study).length(1),
  }),
  /** The model was developed elsewhere: the members of the sealed set are tested, nobody else takes part. */
  z.strictObject({ by: z.literal("elsewhere") }),
]);
export type SplitRule = z.infer<typeof splitRule>;

export const disjointLevel = z.enum(["subject", "arm", "site", "study", "time"]);
export type DisjointLevel = z.infer<typeof disjointLevel>;

/** The unit is the subject. Rows follow their subject; a split of rows cannot be written down. */
export const protocolSplit = z.strictObject({
  type: z.enum(["internal", "temporal", "external-site", "external-study"]),
  unit: z.literal("subject"),
  rule: splitRule,
  /** The sealed test set of the trial whose members the rule must reproduce. */
  testSet: key,
  /** The seed of a draw stands in its rule; every other rule draws nothing at random. */
  seed: z.literal("none"),
  /** What the report must be able to show as disjoint between training and test. */
  disjointBy: z.array(disjointLevel).min(1),
  expected: z.strictObject({ training: z.int().min(0), test: z.int().min(1) }),
  /** Whether the counts of test events may be known before opening. Nobody may, in this version. */
  eventCountsBeforeOpening: z.literal(false),
});
export type ProtocolSplit = z.infer<typeof protocolSplit>;

/** By which rules a split of each type can be made, and what it must be disjoint by. */
export const SPLIT_TYPES: Readonly<
  Record<
    ProtocolSplit["type"],
    { readonly by: readonly SplitRule["by"][]; readonly disjoint: readonly DisjointLevel[] }
  >
> = {
  internal: { by: ["arm", "site", "drawn"], disjoint: ["subject"] },
  temporal: { by: ["index-date"], disjoint: ["subject", "time"] },
  "external-site": { by: ["site"], disjoint: ["subject", "site"] },
  "external-study": { by: ["study", "elsewhere"], disjoint: ["subject", "study"] },
};

/** The place of a subject in a draw: HMAC-SHA-256 of its key under the seed. Its order says nothing but chance. */
export const drawTag = (seed: number, subjectKey: string): string =>
  bytesToHex(hmac(sha256, utf8ToBytes(`nadir.draw/1 ${seed}`), utf8ToBytes(subjectKey)));

/**
 * Draws a share of the subjects, stratum by stratum: within each, those with the smallest tags. The same subjects give the
 * same draw in any order. Rounding is carried from stratum to stratum (in the order of their names), so that the whole
 * has round(share × n) subjects and every stratum its share to within one.
 */
export function drawSubjects(
  subjects: readonly { readonly key: string; readonly stratum: string }[],
  { seed, share }: { readonly seed: number; readonly share: number },
): ReadonlySet<string> {
  const strata = new Map<string, string[]>();
  for (const s of subjects) strata.set(s.stratum, [...(strata.get(s.stratum) ?? []), s.key]);
  const drawn = new Set<string>();
  let before = 0;
  for (const stratum of [...strata.keys()].sort()) {
    const members = strata.get(stratum)!.map((k) => ({ k, tag: drawTag(seed, k) }));
    members.sort((a, b) => (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : a.k < b.k ? -1 : 1));
    const wanted = Math.round(share * (before + members.length)) - drawn.size;
    for (const { k } of members.slice(0, wanted)) drawn.add(k);
    before += members.length;
  }
  return drawn;
}

/** In which set an index date falls by a temporal rule. */
export function temporalSet(
  date: string | null,
  rule: Extract<SplitRule, { by: "index-date" }>,
): { readonly set: SplitSet; readonly reason: string | null } {
  if (date === null) return { set: "excluded", reason: "no index date" };
  if (date >= rule.cutOff) return { set: "test", reason: null };
  if (date >= addDays(rule.cutOff, -rule.embargoDays)) return { set: "excluded", reason: "in the embargo" };
  return { set: rule.tuningFrom !== undefined && date >= rule.tuningFrom ? "tuning" : "training", reason: null };
}
