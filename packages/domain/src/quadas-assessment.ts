import { z } from "zod";
import { refuse } from "./problem.ts";
import { QUADAS_JUDGEMENTS } from "./quadas-2.ts";

/**
 * QUADAS-2 of one's own study (Whiting et al. 2011, Ann Intern Med 155:529, table 1): the signalling questions of the four
 * domains, paraphrased, with a judgement of the risk of bias for each and of applicability for the first three.
 */
export const QUADAS_FORM = {
  selection: {
    title: "Patient selection",
    questions: {
      consecutiveOrRandom: "Were patients enrolled consecutively or at random?",
      noCaseControl: "Was a case–control design avoided?",
      noInappropriateExclusions: "Were inappropriate exclusions avoided?",
    },
    applicability: "Is there concern that the patients do not match the question?",
  },
  indexTest: {
    title: "Index test",
    questions: {
      indexBlind: "Was the index test read without knowledge of the reference standard?",
      thresholdBefore: "If a threshold was used, was it fixed beforehand?",
    },
    applicability: "Is there concern that the index test, its conduct or its reading differs from the question?",
  },
  reference: {
    title: "Reference standard",
    questions: {
      likelyCorrect: "Is the reference standard likely to classify the target condition correctly?",
      referenceBlind: "Was the reference standard read without knowledge of the index test?",
    },
    applicability: "Is there concern that what the reference standard defines does not match the question?",
  },
  flow: {
    title: "Flow and timing",
    questions: {
      interval: "Was the interval between index test and reference standard appropriate?",
      allReceived: "Did all patients receive a reference standard?",
      sameReference: "Did all patients receive the same reference standard?",
      allAnalysed: "Were all patients included in the analysis?",
    },
    applicability: null,
  },
} as const;
export type QuadasFormDomain = keyof typeof QUADAS_FORM;
export const QUADAS_FORM_DOMAINS = Object.keys(QUADAS_FORM) as readonly QuadasFormDomain[];
export const QUADAS_ANSWERS = ["yes", "no", "unclear"] as const;
export type QuadasAnswer = (typeof QUADAS_ANSWERS)[number];

const reason = z.string().trim().max(2000);
const judged = z.strictObject({ judgement: z.enum(QUADAS_JUDGEMENTS).nullable(), reason });
const answers = (domain: QuadasFormDomain) =>
  z.strictObject(
    Object.fromEntries(Object.keys(QUADAS_FORM[domain].questions).map((id) => [id, z.enum(QUADAS_ANSWERS).nullable()])),
  ) as z.ZodType<Readonly<Record<string, QuadasAnswer | null>>>;
const rated = (domain: QuadasFormDomain) =>
  z.strictObject({ answers: answers(domain), bias: judged, applicability: judged });

/** One version of one person's form; null where nothing is answered yet, which only a draft may hold. */
export const quadasAssessment = z.strictObject({
  schema: z.literal("nadir.quadas-2/1"),
  state: z.enum(["draft", "final"]),
  selection: rated("selection"),
  indexTest: rated("indexTest"),
  reference: rated("reference"),
  /** QUADAS-2 asks for no applicability of flow and timing. */
  flow: z.strictObject({ answers: answers("flow"), bias: judged }),
});
export type QuadasAssessment = z.infer<typeof quadasAssessment>;
export type QuadasJudged = z.infer<typeof judged>;

/** A final form as a report prints it. */
export const filedAssessment = z.strictObject({
  person: z.string(),
  version: z.int().min(1),
  at: z.string(),
  documentHash: z.string(),
  document: quadasAssessment,
});
export type FiledAssessment = z.infer<typeof filedAssessment>;

/** Reads a form that came from outside; refuses `APPRAISAL_INVALID` with every place at fault. */
export function readAssessment(where: string, given: unknown): QuadasAssessment {
  const read = quadasAssessment.safeParse(given);
  if (read.success) return read.data;
  return refuse(
    "APPRAISAL_INVALID",
    `${where} is no QUADAS-2 form: ${read.error.issues.map((i) => `${i.path.join(".") || "the whole"}: ${i.message}`).join("; ")}. 'nadir validate quadas-2' without a file gives an empty one.`,
  );
}

const nothing = { judgement: null, reason: "" } as const;

/** The form with nothing answered. */
export function emptyAssessment(): QuadasAssessment {
  const blank = (domain: QuadasFormDomain) => ({
    answers: Object.fromEntries(Object.keys(QUADAS_FORM[domain].questions).map((id) => [id, null])),
    bias: { ...nothing },
  });
  const full = (domain: QuadasFormDomain) => ({ ...blank(domain), applicability: { ...nothing } });
  return {
    schema: "nadir.quadas-2/1",
    state: "draft",
    selection: full("selection"),
    indexTest: full("indexTest"),
    reference: full("reference"),
    flow: blank("flow"),
  };
}

/** The judgements of one domain, with the words of the form. */
export function judgementsOf(form: QuadasAssessment, domain: QuadasFormDomain): readonly [string, QuadasJudged][] {
  const rating = form[domain];
  return [
    ["risk of bias", rating.bias],
    ...("applicability" in rating
      ? [["concern about applicability", rating.applicability] as [string, QuadasJudged]]
      : []),
  ];
}

/**
 * What a form still lacks before it can be final, a sentence each: every question answered, every judgement made, a reason
 * for each judgement that is not low, and for a low risk of bias beside a question that is answered with no.
 */
export function lackingIn(form: QuadasAssessment): string[] {
  return QUADAS_FORM_DOMAINS.flatMap((domain) => {
    const { title } = QUADAS_FORM[domain];
    const given = Object.values(form[domain].answers);
    const open = given.filter((answer) => answer === null).length;
    return [
      ...(open > 0
        ? [`${title}: ${open} of ${given.length} questions ${open === 1 ? "is" : "are"} not answered.`]
        : []),
      ...judgementsOf(form, domain).flatMap(([what, { judgement, reason: why }]) => {
        if (judgement === null) return [`${title}: the ${what} is not judged.`];
        if (why !== "") return [];
        if (judgement !== "low") return [`${title}: a ${what} judged ${judgement} needs its reason.`];
        return what === "risk of bias" && given.includes("no")
          ? [`${title}: a low risk of bias beside an answer of no needs its reason.`]
          : [];
      }),
    ];
  });
}
