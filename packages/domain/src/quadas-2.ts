import { z } from "zod";

/**
 * QUADAS-2 (Whiting et al. 2011, Ann Intern Med 155:529): risk of bias in four domains, concerns about applicability in the
 * first three. Labels are paraphrased; the tool's own form and its signalling questions are at its owners'.
 */
export const QUADAS_SOURCE = "https://www.bristol.ac.uk/population-health-sciences/projects/quadas/quadas-2/";

export const QUADAS_JUDGEMENTS = ["low", "high", "unclear"] as const;
export type QuadasJudgement = (typeof QUADAS_JUDGEMENTS)[number];

/** The seven judgements, in the order of the form; the column of a table is the key. */
export const QUADAS_DOMAINS = {
  selectionBias: {
    domain: "Patient selection",
    of: "risk of bias",
    asks: "Could the selection of patients have introduced bias?",
  },
  indexTestBias: {
    domain: "Index test",
    of: "risk of bias",
    asks: "Could the conduct or reading of the index test have introduced bias?",
  },
  referenceBias: {
    domain: "Reference standard",
    of: "risk of bias",
    asks: "Could the reference standard, its conduct or its reading have introduced bias?",
  },
  flowBias: { domain: "Flow and timing", of: "risk of bias", asks: "Could the flow of patients have introduced bias?" },
  selectionApplicability: {
    domain: "Patient selection",
    of: "applicability",
    asks: "Is there concern that the patients do not match the question?",
  },
  indexTestApplicability: {
    domain: "Index test",
    of: "applicability",
    asks: "Is there concern that the index test differs from that of the question?",
  },
  referenceApplicability: {
    domain: "Reference standard",
    of: "applicability",
    asks: "Is there concern that what the reference standard defines does not match the question?",
  },
} as const;
export type QuadasDomain = keyof typeof QUADAS_DOMAINS;
export const QUADAS_KEYS = Object.keys(QUADAS_DOMAINS) as readonly QuadasDomain[];

const judgement = z.enum(QUADAS_JUDGEMENTS);
/** One reviewer's form of one study. `consensus` as reviewer is what the two agreed on after talking. */
export const quadasForm = z.strictObject({
  study: z.string().trim().min(1),
  reviewer: z.string().trim().min(1),
  selectionBias: judgement,
  indexTestBias: judgement,
  referenceBias: judgement,
  flowBias: judgement,
  selectionApplicability: judgement,
  indexTestApplicability: judgement,
  referenceApplicability: judgement,
  note: z.string().optional(),
});
export type QuadasForm = z.infer<typeof quadasForm>;

/** What the two reviewers of a study came to. */
export interface QuadasStudy {
  readonly study: string;
  readonly reviewers: readonly [string, string];
  /** Null where the two differ and no consensus is given. */
  readonly judgements: Readonly<Record<QuadasDomain, QuadasJudgement | null>>;
  readonly differed: readonly QuadasDomain[];
}
