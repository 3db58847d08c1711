import { amount, percent, rulesOf } from "../trace.ts";

const sum = (f: Readonly<Record<string, number | string | null>>, key: string) => amount(f[key], String(f.unit));
const part = (f: Readonly<Record<string, number | string | null>>) => (f.component ? `${f.component} tumour: ` : "");

/** The RANO family in sentences: Wen 2010, Okada 2015 (iRANO), Wen 2023 (RANO 2.0). Thresholds stand among the figures. */
export const RANO_RULES = rulesOf("rano", {
  sizeNoTargets: {
    citation: "Wen 2010 Table 3",
    say: (f) =>
      `${part(f)}No target lesion at baseline: the size part does not apply; stable disease is the best there is.`,
  },
  sizeMeasurableFromNothing: {
    citation: "Wen 2010; Wen 2023",
    say: (f) =>
      `${part(f)}Nothing was measurable at baseline and there is measurable tumour now (${sum(f, "measured")}): progression.`,
  },
  sizeNothingMeasurable: {
    citation: "Wen 2010; Wen 2023",
    say: (f) => `${part(f)}Nothing measurable, as at baseline (${sum(f, "sum")}): stable disease is the best there is.`,
  },
  sizePdByRemainder: {
    citation: "Wen 2010; Eisenhauer 2009 §4.4",
    reading: "A1",
    say: (f) =>
      `${part(f)}${f.missing} not measured; the measured remainder ${sum(f, "measured")} alone is ${percent(f.percentFromNadir)} over the reference ${sum(f, "nadir")} (${f.nadirVisit}): progression by size.`,
  },
  sizeMissing: {
    citation: "Wen 2010",
    say: (f) => `${part(f)}${f.missing} not measured: size not evaluable.`,
  },
  sizeCr: { citation: "Wen 2010 Table 3; Wen 2023", say: (f) => `${part(f)}No measurable tumour left.` },
  sizePd: {
    citation: "Wen 2010 Table 3; Wen 2023",
    say: (f) =>
      `${part(f)}Size ${sum(f, "sum")} is ${percent(f.percentFromNadir)} over the reference ${sum(f, "nadir")} (${f.nadirVisit}): at least ${f.progressionPercent} %, progression by size.`,
  },
  sizeNoBaseline: {
    citation: "Wen 2010",
    say: (f) => `${part(f)}Size ${sum(f, "sum")}, but the baseline is not complete: response cannot be judged.`,
  },
  sizePr: {
    citation: "Wen 2010 Table 3; Wen 2023",
    say: (f) =>
      `${part(f)}Size ${sum(f, "sum")} is ${percent(f.percentFromBaseline)} from baseline ${sum(f, "baseline")}: at least ${f.responsePercent} % smaller.`,
  },
  sizeMr: {
    citation: "Wen 2023",
    say: (f) =>
      `${part(f)}Size ${sum(f, "sum")} is ${percent(f.percentFromBaseline)} from baseline ${sum(f, "baseline")}: at least ${f.minorPercent} % and less than ${f.responsePercent} % smaller, minor response.`,
  },
  sizeSd: {
    citation: "Wen 2010 Table 3; Wen 2023",
    say: (f) =>
      `${part(f)}Size ${sum(f, "sum")} is ${percent(f.percentFromBaseline)} from baseline ${sum(f, "baseline")} and ${percent(f.percentFromNadir)} from the reference ${sum(f, "nadir")} (${f.nadirVisit}): neither response nor progression by size.`,
  },
  held: {
    citation: "Option holdResponse",
    reading: "A4",
    say: (f) => `By its size ${f.size}; a partial response seen before is held until progression.`,
  },
  combined: {
    citation: "Wen 2023 (mixed tumours)",
    say: (f) => `Enhancing ${f.enhancing} and non-enhancing ${f.nonEnhancing} together: ${f.target}.`,
  },
  firstAfterRadiotherapy: {
    citation: "Wen 2010",
    say: (f) =>
      `First scan after radiotherapy (${f.radiotherapyEnd}): it is the reference from which growth is measured, and is not compared with scans before radiotherapy.`,
  },
  newLesion: {
    citation: "Wen 2010 Table 3",
    say: (f) => `New lesion seen: ${f.lesions}.`,
  },
  newLesionPassive: {
    citation: "Wen 2023; Okada 2015",
    reading: "A12",
    say: (f) =>
      `${f.lesions}: seen, but too small to count (RANO 2.0: both diameters from 10 mm) or taken into the reference before.`,
  },
  nonTargetPd: { citation: "Wen 2010 Table 3", say: () => "Unequivocal progression of non-target disease." },
  flairWorse: { citation: "Wen 2010 Table 3; rule book §8", say: () => "Significant increase of T2/FLAIR disease." },
  clinicalWorse: {
    citation: "Wen 2010 Table 3; Wen 2023",
    say: () => "Clinical deterioration attributed to the tumour: progression.",
  },
  clinicalDatedBack: {
    citation: "Wen 2010 (corticosteroids); RANO 2.0 table notes",
    say: (f) =>
      `Steroids have been above the baseline dose since ${f.increasedAt} (${f.increasedOn}); deterioration followed while that lasted, so progression is dated to ${f.increasedOn}.`,
  },
  steroidTaper: {
    citation: "Wen 2010 Table 3",
    reading: "A11",
    say: (f) =>
      `Larger, but on a lower steroid dose (${f.dose} mg a day) than at the reference scan ${f.referenceVisit} (${f.referenceDose} mg): not evaluable.`,
  },
  steroidIncrease: {
    citation: "Wen 2010 Table 3",
    say: (f) =>
      `Steroids are above the baseline dose (${f.dose} against ${f.baselineDose} mg a day): neither response nor stable disease, and not progression by itself; not evaluable.`,
  },
  flairNotEvaluable: {
    citation: "Wen 2010 Table 3",
    say: () => "T2/FLAIR could not be evaluated: a response cannot be affirmed, not evaluable.",
  },
  steroidsLeft: {
    citation: "Wen 2010 Table 3",
    say: () => "No measurable tumour left, but steroids or non-target disease are: partial response.",
  },
  withinRadiotherapyWindow: {
    citation: "Wen 2010 Table 1",
    say: (f) =>
      `${f.days} days after radiotherapy, within 12 weeks: only a new lesion outside the high-dose field or histology is progression; not evaluable.`,
  },
  outsideField: {
    citation: "Wen 2010 Table 1",
    say: (f) => `New lesion outside the high-dose field (${f.lesions}) within 12 weeks of radiotherapy: progression.`,
  },
  histology: {
    citation: "Wen 2010 Table 1; Wen 2023",
    say: () => "Tissue proved tumour: progression without a repeat scan.",
  },
  preliminary: {
    citation: "Wen 2023",
    reading: "A13",
    say: (f) =>
      `Progression on imaging that has to be confirmed (${f.why}): preliminary progression, repeat scan from ${f.earliest} on.`,
  },
  preliminaryTooEarly: {
    citation: "Wen 2023",
    reading: "A13",
    say: (f) => `Only ${f.days} days after the preliminary progression of ${f.openedOn}: too early to settle it.`,
  },
  preliminaryConfirmed: {
    citation: "Wen 2023",
    reading: "A13",
    say: (f) => `The repeat scan, ${f.days} days later, confirms (${f.how}): progression, dated to ${f.openedOn}.`,
  },
  preliminaryNotConfirmed: {
    citation: "Wen 2023",
    reading: "A13",
    say: (f) => `The repeat scan, ${f.days} days later, does not confirm the preliminary progression of ${f.openedOn}.`,
  },
  clinicalWhileWaiting: {
    citation: "Okada 2015; Wen 2023",
    reading: "A13",
    say: (f) => `Clinical deterioration while confirmation was awaited: progression, dated to ${f.openedOn}.`,
  },
  unconfirmedWindow: {
    citation: "Okada 2015",
    say: (f) =>
      `Progression on imaging by ${f.windowEnd}, six months after the start of immunotherapy, without clinical decline: unconfirmed, to be compared with a scan from ${f.earliest} on.`,
  },
  unconfirmedHolds: {
    citation: "Okada 2015",
    say: (f) =>
      `Still progressive on imaging, ${f.days} days after ${f.openedOn}; the comparison is due at three months (84 days).`,
  },
  unconfirmedGone: {
    citation: "Okada 2015",
    say: (f) => `No longer progressive: the unconfirmed progression of ${f.openedOn} is dropped.`,
  },
  threeMonthsProgressed: {
    citation: "Okada 2015",
    reading: "A19",
    say: (f) =>
      `Three months on (${f.days} days), total ${amount(f.total, "mm2")} against ${amount(f.totalAtOpening, "mm2")} on ${f.openedOn}: ${f.how}; progression, dated to ${f.openedOn}.`,
  },
  threeMonthsStable: {
    citation: "Okada 2015",
    reading: "A19",
    say: (f) =>
      `Three months on (${f.days} days), total ${amount(f.total, "mm2")} is not 25 % over the ${amount(f.totalAtOpening, "mm2")} of ${f.openedOn} and no further lesion appeared: not progressive; the smaller of the two is the new reference.`,
  },
  waits: {
    citation: "Okada 2015; Wen 2023",
    say: (f) => `Not evaluable; the progression of ${f.openedOn} still waits for its confirmation.`,
  },
  overall: {
    citation: "Wen 2010 Table 3; Wen 2023",
    say: (f) => `Size ${f.target}, non-target ${f.nonTarget}: overall ${f.overall}.`,
  },
  carried: {
    citation: "Wen 2010; rule book §1.10",
    reading: "A17",
    say: (f) => `Progression was on ${f.progressionDate}; later visits carry it.`,
  },
});
