import { amount, percent, rulesOf } from "../trace.ts";

/** RANO-BM in sentences (Lin 2015, Lancet Oncol 16:e270); what it shares with RECIST keeps the sentences of RECIST. */
export const RANO_BM_RULES = rulesOf("rano-bm", {
  targetNoLesionGrown: {
    citation: "Lin 2015",
    say: (f) =>
      `Sum ${amount(f.measured)} is ${percent(f.percentFromNadir)} over the nadir ${amount(f.nadir)} (${f.nadirVisit}), but no single target is ${amount(f.progressionAtLeastMm)} larger than at that scan (most: ${f.grownLesion ?? "none"}, ${amount(f.grownBy)}): not progression.`,
  },
  targetLesionGrown: {
    citation: "Lin 2015",
    say: (f) =>
      `Sum ${amount(f.measured)} is ${percent(f.percentFromNadir)} over the nadir ${amount(f.nadir)} (${f.nadirVisit}) and ${f.grownLesion} is ${amount(f.grownBy)} larger than at that scan: at least ${f.progressionPercent} % and ${amount(f.progressionAtLeastMm)} in one lesion, progression.`,
  },
  newLesion: {
    citation: "Lin 2015",
    say: (f) => `New lesion in the central nervous system: ${f.lesions}.`,
  },
  nonTargetPd: { citation: "Lin 2015", say: () => "Unequivocal progression of non-target disease of the brain." },
  clinicalWorse: { citation: "Lin 2015", say: () => "Clinical deterioration: progression." },
  steroidsForbidCr: {
    citation: "Lin 2015",
    say: () => "All targets gone, but the patient is on steroids or non-target disease is left: partial response.",
  },
  steroidsForbidPr: {
    citation: "Lin 2015",
    say: (f) =>
      `Small enough for a response, but steroids are above the baseline dose (${f.dose} against ${f.baselineDose} mg a day): stable disease.`,
  },
  overall: {
    citation: "Lin 2015",
    say: (f) => `Target ${f.target}, non-target ${f.nonTarget}, new lesion ${f.newLesion}: overall ${f.overall}.`,
  },
});
