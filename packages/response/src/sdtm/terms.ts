import type { CriterionId, SizeFigures } from "@nadir/domain";

/**
 * Words of the record and of the engine as CDISC Controlled Terminology has them (SDTM codelists, a release of 2024, read
 * from a public restatement of them: compare with CDISC's own file before a submission). A word that no codelist has stays
 * in the original result; it is never given the nearest term.
 */

/** RSCAT, codelist C124298; null: the codelist has no term for the paper, and the column has the criterion's own name. */
export const CATEGORY_TERM: Readonly<Record<CriterionId, string | null>> = {
  "recist-1.1": "RECIST 1.1",
  irecist: "iRECIST",
  imrecist: null,
  irrecist: null,
  irrc: "WOLCHOK SOLID TUMORS 2009",
  itrecist: "itRECIST GOLDMACHER 2020",
  "rano-2010": "RANO",
  mrano: "RANO ELLINGSON 2017",
  "rano-2.0": null,
  irano: "IRANO 2015",
  "rano-bm": null,
};

/** RSSTRESC, codelist C96785: those of its terms that a criterion here can answer. */
export const RESPONSE_TERMS: ReadonlySet<string> = new Set([
  ...["CR", "PR", "MR", "SD", "PD", "NE", "NED", "NON-CR/NON-PD"],
  ...["iCR", "iPR", "iSD", "iUPD", "iCPD", "NON-iCR/NON-iUPD"],
]);

/**
 * Criteria under which a new lesion by itself is no progression, or one that may have to be confirmed: of them NEWLIND says
 * whether a new lesion is seen (Y, N). Of the others NEWLPROG says that it is progression.
 */
export const NEW_LESION_WAITS: ReadonlySet<string> = new Set([
  ...["irecist", "imrecist", "irrecist", "irrc"],
  ...["mrano", "rano-2.0", "irano"],
]);

/** xxMETHOD, codelist C85492. Other modalities of a case were not looked up and are given as unmapped. */
export const METHOD_TERM: Readonly<Record<string, string>> = { CT: "CT SCAN", MR: "MRI", PT: "PET SCAN" };

export const GROUP = { target: "TARGET", "non-target": "NON-TARGET", new: "NEW" } as const;

/** TRTESTCD to TRTEST, codelists C96779 and C96778. */
export const TUMOUR_TESTS = {
  LDIAM: "Longest Diameter",
  LPERP: "Longest Perpendicular",
  PPD: "Product of Perpendicular Diameters",
  VOLUME: "Volume",
  TUMSTATE: "Tumor State",
  LNSTATE: "Lymph Node State",
  SUMDIAM: "Sum of Diameter",
  PCBSD: "Percent Change Baseline in Sum of Diam",
  PCNSD: "Percent Change Nadir in Sum of Diam",
  SUMPPD: "Sum of Products of Perpendicular Diam",
  PCBSPPD: "Percent Change Baseline in Sum of PPD",
  PCNSPPD: "Percent Change Nadir in Sum of PPD",
  SUMVOL: "Sum of Volume",
  PCBSV: "Percent Change Baseline in Sum of Volume",
  PCNSV: "Percent Change Nadir in Sum of Volume",
} as const;
export type TumourTest = keyof typeof TUMOUR_TESTS;

/** RSTESTCD to RSTEST, codelists C96782 and C96781. */
export const RESPONSE_TESTS = {
  TRGRESP: "Target Response",
  NTRGRESP: "Non-target Response",
  NEWLPROG: "New Lesion Progression",
  NEWLIND: "New Lesion Indicator",
  OVRLRESP: "Overall Response",
  BESTRESP: "Best Overall Response",
} as const;
export type ResponseTest = keyof typeof RESPONSE_TESTS;

type Unit = SizeFigures["unit"];

/** The sum that a criterion adds up and its changes, by the unit of its size figures. */
export const SUM_TESTS: Readonly<
  Record<Unit, { readonly sum: TumourTest; readonly fromBaseline: TumourTest; readonly fromNadir: TumourTest }>
> = {
  mm: { sum: "SUMDIAM", fromBaseline: "PCBSD", fromNadir: "PCNSD" },
  mm2: { sum: "SUMPPD", fromBaseline: "PCBSPPD", fromNadir: "PCNSPPD" },
  mm3: { sum: "SUMVOL", fromBaseline: "PCBSV", fromNadir: "PCNSV" },
};
