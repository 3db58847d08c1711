import { z } from "zod";

/** The written rule that sorts patients into strata, `nadir.strata-rule/1`, and the plan of a randomisation within them. */

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, "a name of letters, digits, _ . - that begins with a letter");
const text = z.string().min(1);

const numberFactor = z.strictObject({
  kind: z.literal("number"),
  name,
  label: text,
  /** The column of the value; left out: the name. */
  column: text.optional(),
  unit: text,
  /** From the lowest up; each but the last ends at `upTo` (itself within) or before `below`. */
  levels: z.array(z.strictObject({ name: text, upTo: z.number().optional(), below: z.number().optional() })).min(2),
});
const wordFactor = z.strictObject({
  kind: z.literal("word"),
  name,
  label: text,
  column: text.optional(),
  levels: z.array(z.strictObject({ name: text, words: z.array(text).min(1) })).min(2),
});
export const strataFactor = z.discriminatedUnion("kind", [numberFactor, wordFactor]).superRefine((factor, context) => {
  const issue = (i: number, message: string): void =>
    context.addIssue({ code: "custom", path: ["levels", i], message });
  const names = factor.levels.map((l) => l.name);
  for (const [i, level] of names.entries()) if (names.indexOf(level) < i) issue(i, `the level '${level}' stands twice`);
  if (factor.kind === "word") {
    const words = factor.levels.flatMap((l, i) => l.words.map((word) => ({ word, i })));
    for (const [k, { word, i }] of words.entries())
      if (words.findIndex((w) => w.word === word) < k) issue(i, `'${word}' is a word of two levels`);
    return;
  }
  for (const [i, { name: own, upTo, below }] of factor.levels.entries()) {
    const isLast = i === factor.levels.length - 1;
    if (Number(upTo !== undefined) + Number(below !== undefined) !== (isLast ? 0 : 1))
      issue(i, isLast ? `'${own}', the last, has no end` : `'${own}' ends at upTo or before below, one of them`);
    const before = factor.levels[i - 1];
    const [low, high] = [before?.upTo ?? before?.below, upTo ?? below];
    if (low !== undefined && high !== undefined && high <= low)
      issue(i, `'${own}' ends at ${high}, before the level below it (${low})`);
  }
});
export type StrataFactor = z.infer<typeof strataFactor>;

export const strataRule = z
  .strictObject({
    schema: z.literal("nadir.strata-rule/1"),
    id: name,
    /** A change of the rule is a new version. */
    version: text,
    factors: z.array(strataFactor).min(1).max(8),
    /** What becomes of a patient of whom a factor is not known: no stratum, or a level of its own. */
    unknown: z.enum(["no-stratum", "own-level"]).default("no-stratum"),
  })
  .superRefine(({ factors }, context) => {
    for (const [i, f] of factors.entries())
      if (factors.findIndex((o) => o.name === f.name) < i)
        context.addIssue({
          code: "custom",
          path: ["factors", i, "name"],
          message: `the factor '${f.name}' stands twice`,
        });
  });
export type StrataRule = z.infer<typeof strataRule>;

const arm = z.strictObject({ name: text, ratio: z.int().min(1).max(20).default(1) });

export const randomisationPlan = z
  .strictObject({
    schema: z.literal("nadir.randomisation/1"),
    id: name,
    version: text,
    arms: z.array(arm).min(2).max(10),
    strata: strataRule.optional(),
    method: z.discriminatedUnion("kind", [
      /** Blocks of random length, each a permutation of the arms in their ratio. Lengths are multiples of the ratio's sum. */
      z.strictObject({ kind: z.literal("permuted-blocks"), lengths: z.array(z.int().min(2).max(100)).min(1) }),
      /** Pocock & Simon 1975, Biometrics 31:103: the arm of least imbalance, with this probability. */
      z.strictObject({
        kind: z.literal("minimisation"),
        probability: z.number().gt(0).max(1),
        imbalance: z.enum(["range", "variance"]).default("range"),
        /** Weight of a factor; 1 where none is named. */
        weights: z.record(name, z.number().gt(0)).default({}),
      }),
    ]),
  })
  .superRefine(({ arms, method, strata }, context) => {
    const issue = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    for (const [i, a] of arms.entries())
      if (arms.findIndex((o) => o.name === a.name) < i) issue(["arms", i, "name"], `the arm '${a.name}' stands twice`);
    const sum = arms.reduce((total, a) => total + a.ratio, 0);
    if (method.kind === "permuted-blocks") {
      for (const [i, length] of method.lengths.entries())
        if (length % sum !== 0)
          issue(
            ["method", "lengths", i],
            `a block of ${length} cannot hold the ratio of the arms, whose sum is ${sum}; give a multiple of ${sum}`,
          );
    } else {
      if (!strata) issue(["strata"], "minimisation balances factors; give the strata rule that names them");
      for (const factor of Object.keys(method.weights))
        if (strata && !strata.factors.some((f) => f.name === factor))
          issue(["method", "weights", factor], `'${factor}' is no factor of the strata rule`);
      const equal = 1 / arms.length;
      if (method.probability < equal)
        issue(
          ["method", "probability"],
          `below ${equal.toFixed(3)} the arm of least imbalance would be the least likely`,
        );
    }
  });
export type RandomisationPlan = z.infer<typeof randomisationPlan>;
