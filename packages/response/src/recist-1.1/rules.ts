import { amount, percent, rulesOf } from "../trace.ts";

/** RECIST 1.1 in sentences: Eisenhauer 2009, Eur J Cancer 45:228, and the RECIST working group's answers. */
export const RECIST_RULES = rulesOf("recist-1.1", {
  targetNoTargets: {
    citation: "Eisenhauer 2009 Table 2",
    say: () => "No target lesion at baseline: the target part does not apply.",
  },
  targetReturned: {
    citation: "Eisenhauer 2009 Table 3 note a; RECIST working group",
    say: (f) =>
      `The last evaluable response was CR and target disease is there again (measured sum ${amount(f.measured)}): progression, whatever its size.`,
  },
  targetPdByRemainder: {
    citation: "Eisenhauer 2009 §4.4",
    reading: "A1",
    say: (f) =>
      `${f.missing} not measured; the measured remainder ${amount(f.measured)} alone is ${percent(f.percentFromNadir)} and ${amount(f.changeFromNadir)} over the nadir ${amount(f.nadir)} (${f.nadirVisit}): progression, because a missing lesion can only add.`,
  },
  targetMissing: {
    citation: "Eisenhauer 2009 §4.4",
    say: (f) =>
      `${f.missing} not measured; the measured remainder ${amount(f.measured)} does not by itself meet progression over the nadir ${amount(f.nadir)} (${f.nadirVisit ?? "none"}): target not evaluable.`,
  },
  targetCr: {
    citation: "Eisenhauer 2009 §4.3.1, §4.3.2",
    reading: "A3",
    say: (f) =>
      `All targets gone (nodes below 10 mm short axis); sum ${amount(f.sum)}: complete response of the targets.`,
  },
  targetPd: {
    citation: "Eisenhauer 2009 §4.3.1",
    say: (f) =>
      `Sum ${amount(f.sum)} is ${amount(f.changeFromNadir)} (${percent(f.percentFromNadir)}) over the nadir ${amount(f.nadir)} (${f.nadirVisit}): at least ${f.progressionPercent} % and at least ${amount(f.progressionAtLeastMm)}, progression.`,
  },
  targetNoBaseline: {
    citation: "Eisenhauer 2009 §4.3.1",
    say: (f) => `Sum ${amount(f.sum)}, but the baseline sum is not complete: response cannot be judged.`,
  },
  targetPr: {
    citation: "Eisenhauer 2009 §4.3.1",
    say: (f) =>
      `Sum ${amount(f.sum)} is ${percent(f.percentFromBaseline)} from baseline ${amount(f.baseline)}: at least ${f.responsePercent} % smaller, partial response.`,
  },
  targetHeld: {
    citation: "RECIST working group: managing PR when measurements change slightly",
    reading: "A4",
    say: (f) =>
      `Sum ${amount(f.sum)} is ${percent(f.percentFromBaseline)} from baseline ${amount(f.baseline)}, no longer ${f.responsePercent} % smaller; a partial response seen before is held until progression (${percent(f.percentFromNadir)}, ${amount(f.changeFromNadir)} over the nadir ${amount(f.nadir)}).`,
  },
  targetSd: {
    citation: "Eisenhauer 2009 §4.3.1",
    say: (f) =>
      `Sum ${amount(f.sum)} is ${percent(f.percentFromBaseline)} from baseline ${amount(f.baseline)} and ${percent(f.percentFromNadir)} (${amount(f.changeFromNadir)}) from the nadir ${amount(f.nadir)} (${f.nadirVisit}): neither −${f.responsePercent} % nor both +${f.progressionPercent} % and +${amount(f.progressionAtLeastMm)}, stable disease.`,
  },
  nonTargetReturned: {
    citation: "Eisenhauer 2009 Table 3 note a; RECIST working group",
    say: () => "The last evaluable response was CR and non-target disease is present again: progression.",
  },
  nonTargetPd: {
    citation: "Eisenhauer 2009 §4.3.4",
    say: () => "Unequivocal progression of non-target disease.",
  },
  nonTargetNotAtBaseline: {
    citation: "Eisenhauer 2009 Table 1",
    say: (f) =>
      `Non-target disease is given as '${f.status}', but there was none at baseline ${f.baselineVisit}: the part does not apply; record what appeared since as a new lesion.`,
  },
  newLesion: {
    citation: "Eisenhauer 2009 §4.3.5",
    say: (f) => `New lesion seen: ${f.lesions}. Any unequivocal new lesion is progression, whatever its size.`,
  },
  newLesionProvedReal: {
    citation: "Eisenhauer 2009 §4.3.5",
    say: (f) =>
      `${f.lesion} was equivocal and proved real at ${f.confirmedAt}: it counts from the visit where it was first seen.`,
  },
  newNode: {
    citation: "Eisenhauer 2009 §3.1.1",
    reading: "A6",
    say: (f) => `${f.lesion} is a formerly normal node; it counts as new lesion from 10 mm short axis on.`,
  },
  overall: {
    citation: "Eisenhauer 2009 Tables 1 and 2",
    say: (f) => `Target ${f.target}, non-target ${f.nonTarget}, new lesion ${f.newLesion}: overall ${f.overall}.`,
  },
  notImaged: {
    citation: "Eisenhauer 2009 §4.4",
    say: () => "No imaging at this visit: not evaluable.",
  },
  carried: {
    citation: "Rule book §1.10",
    reading: "A17",
    say: (f) => `Progression was on ${f.progressionDate} (${f.progressionVisit}); later visits carry it.`,
  },
});
