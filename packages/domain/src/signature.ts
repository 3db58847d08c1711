import { z } from "zod";
import { givesProbability, inputsOfForm, signatureForm } from "./signature-form.ts";

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

/** Groups from the lowest score up; each but the last ends at `upTo` (itself within) or before `below`. */
const group = z.strictObject({ name: text, upTo: finite.optional(), below: finite.optional() });
export type SignatureGroup = z.infer<typeof group>;

/** What training looked like, as a summary: no subject's values. A score outside of it stands and says so. */
const trainingSummary = z.strictObject({
  /** Words of acquisition by column, e.g. scanners and protocols that training had. */
  acquisition: z.record(text, z.array(text).min(1)).default({}),
  /** Squared Mahalanobis distance (x - centre)' precision (x - centre) of the inputs, and the limit of what training had. */
  distance: z
    .strictObject({
      inputs: z.array(name).min(1),
      centre: z.array(finite),
      precision: z.array(z.array(finite)),
      limit: z.number().gt(0),
      origin: text,
    })
    .optional(),
});
/** Probabilities of subjects by models that had not seen them, by what came out: for sets of outcomes with known coverage. */
const conformal = z.strictObject({
  origin: text,
  level: z.number().gt(0).lt(1).default(0.9),
  with: z.array(z.number().min(0).max(1)).min(1),
  without: z.array(z.number().min(0).max(1)).min(1),
});
/** Refits on bootstrap samples: intercept, and coefficients of the form's terms on transformed values, not centred or scaled. */
const bootstrapSets = z.strictObject({
  origin: text,
  level: z.number().gt(0).lt(1).default(0.95),
  /** With a Cox model the cumulative baseline hazard by its first time, at a linear predictor of 0, stands in `hazard`. */
  sets: z
    .array(z.strictObject({ intercept: finite, coefficients: z.array(finite), hazard: z.number().min(0).optional() }))
    .min(20),
});

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
  training: trainingSummary.optional(),
  conformal: conformal.optional(),
  bootstrap: bootstrapSets.optional(),
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
  const { form } = doc;
  for (const { input, at, wants } of inputsOfForm(form)) {
    const from = earlier.get(input);
    if (from === undefined) issue(["form", ...at], `'${input}' is no input of the signature`);
    else if (wants === "number" && from === "word")
      issue(["form", ...at], `'${input}' is a word; a coefficient wants a number`);
  }
  if (form.kind === "points")
    for (const [i, item] of form.items.entries())
      for (const [k, r] of item.rules.entries())
        if (Object.keys(r).length < 2)
          issue(["form", "items", i, "rules", k], "a rule says when it holds: above, atLeast, below, atMost or is");
  if (doc.conformal && !givesProbability(form))
    issue(["conformal"], "sets of outcomes want a form that gives a probability");
  if (doc.bootstrap) {
    if (form.kind !== "linear" && form.kind !== "cox") issue(["bootstrap"], "refits are of linear and Cox forms");
    else if (doc.bootstrap.sets.some((b) => b.coefficients.length !== form.terms.length))
      issue(["bootstrap"], `each refit has ${form.terms.length} coefficients, one a term`);
  }
  const distance = doc.training?.distance;
  if (distance) {
    const p = distance.inputs.length;
    if (
      distance.centre.length !== p ||
      distance.precision.length !== p ||
      distance.precision.some((r) => r.length !== p)
    )
      issue(["training", "distance"], `${p} inputs want a centre of ${p} and a precision of ${p} × ${p}`);
    for (const [i, input] of distance.inputs.entries())
      if (earlier.get(input) === undefined || earlier.get(input) === "word")
        issue(["training", "distance", "inputs", i], `'${input}' is no number of the signature`);
  }
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
