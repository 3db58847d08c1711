import { z } from "zod";

/**
 * A published (or fitted) signature as a file, `nadir.signature/1`: what goes in, with units and feature configurations; the
 * formula; the groups with the origin of their cut points; where all of it is printed. A model is data, never code.
 */

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, "a name of letters, digits, _ . - that begins with a letter");
const text = z.string().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const finite = z.number();

/** Where a figure is printed: enough for a reader to find it. */
export const printedAt = z.strictObject({
  citation: text,
  doi: z.string().optional(),
  /** Table, page, equation or sentence. */
  place: text,
});

/** What stands for a value that is not known. Without one the score is not computed and names the input. */
const whenMissing = z.strictObject({ value: finite, origin: text });

const plain = {
  name,
  label: text,
  unit: text,
  missing: whenMissing.optional(),
  /** Values outside were not seen in training: the score stands and says so. */
  seen: z.tuple([finite, finite]).optional(),
};

/** An input by where it comes from. `1` is the unit of what has none. */
export const signatureInput = z.discriminatedUnion("from", [
  /** A value of the feature table: its key, its region, and the settings under which it means what it meant in training. */
  z.strictObject({
    from: z.literal("feature"),
    ...plain,
    key: text,
    /** e.g. `tumour`, `ring`: a signature of both names both. */
    region: name,
    profile: z.enum(["ibsi", "pyradiomics"]),
    configHash: sha256.nullable(),
  }),
  /** A number of the person or the scan: blood, clinical state, marker, location (`location@lung`: 0 or 1), kVp, a score. */
  z.strictObject({ from: z.literal("value"), ...plain, column: text.optional() }),
  z.strictObject({ from: z.literal("word"), name, label: text, words: z.array(text).min(2) }),
  z.strictObject({ from: z.literal("ratio"), name, label: text, of: name, by: name }),
  z.strictObject({ from: z.literal("difference"), name, label: text, of: name, less: name }),
]);
export type SignatureInput = z.infer<typeof signatureInput>;

const transform = z.enum(["log", "log2", "log10", "square-root"]);
/** One term of a linear predictor: coefficient × (transformed value - centre) / scale. */
const term = z.strictObject({
  input: name,
  coefficient: finite,
  transform: transform.optional(),
  centre: finite.default(0),
  scale: z.number().gt(0).default(1),
});
export type SignatureTerm = z.infer<typeof term>;

/** When points are given: the first rule that holds. A word is compared by `is`. */
const rule = z.strictObject({
  points: finite,
  above: finite.optional(),
  atLeast: finite.optional(),
  below: finite.optional(),
  atMost: finite.optional(),
  is: z.union([text, finite]).optional(),
});
export type PointRule = z.infer<typeof rule>;

export const signatureForm = z.discriminatedUnion("kind", [
  /** Intercept + sum of terms; with `link: logit` a probability. */
  z.strictObject({
    kind: z.literal("linear"),
    intercept: finite,
    link: z.enum(["identity", "logit"]).default("identity"),
    terms: z.array(term).min(1),
  }),
  /** Log hazard; with a baseline the risk by each time, 1 - S0(t)^exp(lp). */
  z.strictObject({
    kind: z.literal("cox"),
    terms: z.array(term).min(1),
    baseline: z
      .strictObject({
        timeUnit: z.enum(["days", "months", "years"]),
        survival: z.array(z.strictObject({ time: z.number().gt(0), value: z.number().gt(0).lt(1) })).min(1),
      })
      .optional(),
  }),
  z.strictObject({
    kind: z.literal("points"),
    items: z.array(z.strictObject({ input: name, rules: z.array(rule).min(1), otherwise: finite })).min(1),
  }),
]);
export type SignatureForm = z.infer<typeof signatureForm>;

/** Groups from the lowest score up; each but the last ends at `upTo` (itself within) or before `below`. */
const group = z.strictObject({ name: text, upTo: finite.optional(), below: finite.optional() });
export type SignatureGroup = z.infer<typeof group>;

const document = z.strictObject({
  schema: z.literal("nadir.signature/1"),
  id: name,
  version: text,
  title: text,
  /** What the score speaks of, e.g. `overall survival`; and which way. */
  predicts: text,
  higherMeans: text,
  intendedUse: text,
  limits: z.array(text).min(1),
  /** Where formula and coefficients are printed, or how they were fitted. */
  origin: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("published"), printed: z.array(printedAt).min(1) }),
    z.strictObject({ kind: z.literal("fitted"), how: text, trainingSubjectsHash: sha256, subjects: z.int().min(1) }),
  ]),
  inputs: z.array(signatureInput).min(1),
  form: signatureForm,
  groups: z.strictObject({ origin: text, list: z.array(group).min(2) }).optional(),
});

/** The schema with what no single field can say: names that exist, no circle, groups in order. */
export const signature = document.superRefine((doc, context) => {
  const issue = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: "custom", path, message });
  const earlier = new Map<string, SignatureInput["from"]>();
  doc.inputs.forEach((input, i) => {
    if (earlier.has(input.name)) issue(["inputs", i, "name"], `the name '${input.name}' stands twice`);
    const parts =
      input.from === "ratio" ? [input.of, input.by] : input.from === "difference" ? [input.of, input.less] : [];
    for (const part of parts)
      if (!earlier.has(part) || earlier.get(part) === "word")
        issue(["inputs", i], `'${input.name}' needs '${part}', which is no number given before it`);
    earlier.set(input.name, input.from);
  });
  const form = doc.form;
  const used = form.kind === "points" ? form.items.map((x) => x.input) : form.terms.map((x) => x.input);
  used.forEach((input, i) => {
    const at = ["form", form.kind === "points" ? "items" : "terms", i, "input"];
    if (!earlier.has(input)) issue(at, `'${input}' is no input of the signature`);
    else if (form.kind !== "points" && earlier.get(input) === "word")
      issue(at, `'${input}' is a word; a coefficient wants a number`);
  });
  if (form.kind === "points")
    for (const [i, item] of form.items.entries())
      for (const [k, r] of item.rules.entries())
        if (Object.keys(r).length < 2)
          issue(["form", "items", i, "rules", k], "a rule says when it holds: above, atLeast, below, atMost or is");
  doc.groups?.list.forEach((g, i, all) => {
    const ends = Number(g.upTo !== undefined) + Number(g.below !== undefined);
    if (ends !== (i < all.length - 1 ? 1 : 0))
      issue(
        ["groups", "list", i],
        i < all.length - 1
          ? `'${g.name}' ends at upTo or before below, one of them`
          : `'${g.name}', the last, has no end`,
      );
    const before = all[i - 1];
    const [low, high] = [before?.upTo ?? before?.below, g.upTo ?? g.below];
    if (low !== undefined && high !== undefined && high <= low)
      issue(["groups", "list", i], `'${g.name}' ends at ${high}, before the group below it (${low})`);
  });
});
export type Signature = z.infer<typeof signature>;
