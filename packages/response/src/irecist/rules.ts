import { amount, rulesOf } from "../trace.ts";

/** iRECIST in sentences: Seymour 2017, Lancet Oncol 18:e143; measurement by RECIST 1.1. */
export const IRECIST_RULES = rulesOf("irecist", {
  disregarded: {
    citation: "RECIST working group: scans earlier than 4 weeks after iUPD",
    reading: "A25",
    say: (f) =>
      `Only ${f.days} days after the iUPD of ${f.openedOn} (${f.openedAt}); a scan earlier than ${f.earliestDay} days can neither confirm nor reset it and is disregarded.`,
  },
  earlyConfirmation: {
    citation: "RECIST working group: the exception to the 4-week rule",
    reading: "A25",
    say: (f) =>
      `Unscheduled scan for new symptoms with a further new lesion (${f.lesions}) ${f.days} days after the iUPD of ${f.openedOn}: iCPD.`,
  },
  opened: {
    citation: "Seymour 2017 Table 2",
    say: (f) => `Unconfirmed progression (iUPD) by ${f.basis}; confirmation is due from ${f.earliest} to ${f.latest}.`,
  },
  newLesionSumGrew: {
    citation: "RECIST working group: new lesions known from an earlier iUPD",
    say: (f) =>
      `Known new lesions measure ${amount(f.newLesionSum)} together, ${amount(f.change)} over their smallest sum ${amount(f.newLesionNadir)}: at least ${f.progressionPercent} % and ${amount(f.progressionAtLeastMm)}.`,
  },
  newLesionUnequivocal: {
    citation: "RECIST working group: new lesions known from an earlier iUPD",
    say: (f) => `Unequivocal progression of a known new lesion followed by eye (${f.lesions}).`,
  },
  confirmedByTarget: {
    citation: "Seymour 2017 Table 2",
    reading: "A8",
    say: (f) =>
      `Target sum ${amount(f.measured)} is ${amount(f.change)} over the ${amount(f.sumAtOpening)} of the iUPD (${f.openedAt}): at least ${amount(f.atLeast)}, confirmed.`,
  },
  confirmedByNonTarget: {
    citation: "Seymour 2017 Table 2; RECIST working group",
    say: (f) =>
      `Non-target disease, progressed at the iUPD (${f.openedAt}), has increased further; the increase need not be unequivocal: confirmed.`,
  },
  confirmedByNewLesionSum: {
    citation: "Seymour 2017 Table 2",
    reading: "A8",
    say: (f) =>
      `The new lesions of the iUPD (${f.openedAt}) grew from ${amount(f.newLesionSumAtOpening)} to ${amount(f.newLesionSum)}, by ${amount(f.change)}: at least ${amount(f.atLeast)}, confirmed.`,
  },
  confirmedByEye: {
    citation: "Seymour 2017 Table 2",
    say: (f) => `A new lesion followed by eye has increased (${f.lesions}): confirmed.`,
  },
  confirmedByFurtherLesion: {
    citation: "Seymour 2017 Table 2",
    say: (f) => `A further new lesion since the iUPD (${f.openedAt}): ${f.lesions}; confirmed.`,
  },
  confirmedByOtherCategory: {
    citation: "Seymour 2017 Table 2",
    say: (f) =>
      `RECIST 1.1 progression in a category that had not progressed at the iUPD (${f.openedAt}): ${f.category}; confirmed.`,
  },
  lateConfirmation: {
    citation: "Seymour 2017, confirmation at 4 to 8 weeks",
    reading: "A7",
    say: (f) =>
      `The scan comes ${f.days} days after the iUPD, later than the ${f.confirmByDays} days asked for; it still confirms, as nothing better was seen between.`,
  },
  waitsTargetMissing: {
    citation: "Seymour 2017 Table 3",
    say: (f) => `The targets are not evaluable; the iUPD of ${f.openedOn} stays open.`,
  },
  waitsNotEvaluable: {
    citation: "Seymour 2017 Table 3",
    say: (f) => `Nothing evaluable; the iUPD of ${f.openedOn} stays open.`,
  },
  stillUnconfirmed: {
    citation: "Seymour 2017 Table 2",
    reading: "A8",
    say: (f) =>
      `${f.category} still meet progression over the nadir, without the further increase that confirms: iUPD again (first ${f.openedOn}).`,
  },
  newLesionUnchanged: {
    citation: "Seymour 2017 Table 2, supplementary scenario F",
    reading: "A10",
    say: (f) =>
      `The new lesion (${f.lesions}) is still there and the baseline disease (${f.now}) is no better than at the iUPD (${f.atOpening}): iUPD again.`,
  },
  resetByImprovement: {
    citation: "Seymour 2017, supplementary scenario B",
    reading: "A10",
    say: (f) =>
      `The new lesion (${f.lesions}) is still there, but the baseline disease improved from ${f.atOpening} to ${f.now}: the iUPD of ${f.openedOn} was not confirmed, the bar is reset.`,
  },
  reset: {
    citation: "Seymour 2017, 'the bar is reset'",
    say: (f) =>
      `No longer progressive (${f.now}): the iUPD of ${f.openedOn} was not confirmed, the bar is reset. A later progression starts anew against the nadir.`,
  },
  newLesionUnknown: {
    citation: "Seymour 2017 Table 2",
    say: (f) => `${f.lesions} seen before, not evaluated at this visit: taken as still there.`,
  },
  cappedByNewLesion: {
    citation: "RECIST working group: iCR needs all lesions gone",
    say: (f) => `The baseline disease is gone but the new lesion (${f.lesions}) is not: at most iPR.`,
  },
  overall: {
    citation: "Seymour 2017 Table 2",
    say: (f) => `Target ${f.target}, non-target ${f.nonTarget}, new lesion ${f.newLesion}: overall ${f.overall}.`,
  },
  carried: {
    citation: "Seymour 2017 Table 3",
    reading: "A17",
    say: (f) => `Progression was confirmed at ${f.confirmedAt}; iCPD is final.`,
  },
});
