/**
 * PD-L1 by immunohistochemistry. A share means something only with what was counted and with which clone: `TPS` of tumour
 * cells, `CPS` of tumour and immune cells per tumour cell, `IC` the area of immune cells.
 */
export const PD_L1_SCORINGS = ["TPS", "CPS", "IC"] as const;
export type PdL1Scoring = (typeof PD_L1_SCORINGS)[number];

interface Cut {
  readonly atLeast: number;
  readonly source: string;
}
/** The cut-offs that trials and labels use, ascending. */
const CUTS: Readonly<Record<PdL1Scoring, readonly Cut[]>> = {
  TPS: [
    { atLeast: 1, source: "Herbst 2016, Lancet 387:1540 (KEYNOTE-010)" },
    { atLeast: 50, source: "Reck 2016, N Engl J Med 375:1823 (KEYNOTE-024)" },
  ],
  CPS: [
    { atLeast: 1, source: "Burtness 2019, Lancet 394:1915 (KEYNOTE-048)" },
    { atLeast: 10, source: "Bellmunt 2017, N Engl J Med 376:1015 (KEYNOTE-045)" },
    { atLeast: 20, source: "Burtness 2019, Lancet 394:1915 (KEYNOTE-048)" },
  ],
  IC: [
    { atLeast: 1, source: "Rosenberg 2016, Lancet 387:1909 (IC1)" },
    { atLeast: 5, source: "Rosenberg 2016, Lancet 387:1909 (IC2/3)" },
    { atLeast: 10, source: "Fehrenbacher 2016, Lancet 387:1837 (IC3)" },
  ],
};

export interface PdL1Level {
  readonly atLeast: number;
  readonly met: boolean;
  readonly source: string;
}

/** Whether a score reaches each usual cut-off of its scoring; a share of 1 % reaches the cut-off "at least 1 %". */
export const pdL1Levels = (value: number, scoring: PdL1Scoring): PdL1Level[] =>
  CUTS[scoring].map(({ atLeast, source }) => ({ atLeast, met: value >= atLeast, source }));

/** What must be said of a clone: SP142 stains fewer tumour cells than 22C3, 28-8 and SP263 (Hirsch 2017, J Thorac Oncol 12:208). */
export const pdL1CloneNote = (clone: string): string | null =>
  /sp\s*-?\s*142/i.test(clone)
    ? "SP142 stains fewer tumour cells than 22C3, 28-8 and SP263; their values are not interchangeable (Hirsch 2017, J Thorac Oncol 12:208)."
    : null;
