import { amount, percent, rulesOf } from "../trace.ts";

const size = (f: Readonly<Record<string, number | string | null>>, key: string) => amount(f[key], String(f.unit));

/** irRC, irRECIST and imRECIST in sentences; thresholds stand among the figures. */
export const BURDEN_RULES = rulesOf("immune-burden", {
  joined: {
    citation: "Wolchok 2009; Nishino 2013; Hodi 2018",
    say: (f) => `New measurable lesion joins the burden, from this visit on and for good: ${f.lesions}.`,
  },
  gone: {
    citation: "Wolchok 2009 Table 2; Hodi 2018",
    say: (f) => `All measurable disease gone, burden ${size(f, "sum")}.`,
  },
  pd: {
    citation: "Wolchok 2009 Table 1; Nishino 2013; Hodi 2018",
    reading: "A18",
    say: (f) =>
      `Burden ${size(f, "sum")} is ${percent(f.percentFromNadir)} (${size(f, "changeFromNadir")}) over the nadir ${size(f, "nadir")} (${f.nadirVisit}): at least ${f.progressionPercent} %${f.unit === "mm" ? ` and ${amount(f.progressionAtLeastMm)}` : ""}, progression that needs a second look.`,
  },
  pdByRemainder: {
    citation: "Eisenhauer 2009 §4.4",
    reading: "A1",
    say: (f) =>
      `${f.missing} not measured; the measured remainder ${size(f, "measured")} alone is ${percent(f.percentFromNadir)} over the nadir ${size(f, "nadir")} (${f.nadirVisit}): progression that needs a second look.`,
  },
  missing: {
    citation: "Wolchok 2009; Hodi 2018",
    say: (f) => `${f.missing} not measured: the burden is not evaluable.`,
  },
  noBaseline: {
    citation: "Wolchok 2009; Hodi 2018",
    say: (f) => `Burden ${size(f, "sum")}, but the baseline is not complete: response cannot be judged.`,
  },
  pr: {
    citation: "Wolchok 2009 Table 1; Nishino 2013; Hodi 2018",
    say: (f) =>
      `Burden ${size(f, "sum")} is ${percent(f.percentFromBaseline)} from baseline ${size(f, "baseline")}: at least ${f.responsePercent} % smaller.`,
  },
  held: {
    citation: "Option holdResponse",
    reading: "A4",
    say: (f) =>
      `Burden ${size(f, "sum")}, ${percent(f.percentFromBaseline)} from baseline: the response is held until progression.`,
  },
  sd: {
    citation: "Wolchok 2009 Table 1; Nishino 2013; Hodi 2018",
    say: (f) =>
      `Burden ${size(f, "sum")} is ${percent(f.percentFromBaseline)} from baseline ${size(f, "baseline")} and ${percent(f.percentFromNadir)} from the nadir ${size(f, "nadir")} (${f.nadirVisit}): neither response nor progression.`,
  },
  nothingMeasurable: {
    citation: "Wolchok 2009 Table 2; Hodi 2018",
    say: () => "Nothing measurable, at baseline or since: judged by non-target disease and new lesions.",
  },
  crForbidden: {
    citation: "Wolchok 2009 Table 2; Hodi 2018",
    say: (f) => `Not complete: ${f.why}.`,
  },
  nonTargetNoPd: {
    citation: "Wolchok 2009 Table 2; Hodi 2018",
    say: () => "Unequivocal progression of non-target disease does not define progression here.",
  },
  opened: {
    citation: "Wolchok 2009; Nishino 2013; Hodi 2018",
    say: (f) => `First progression; a scan from ${f.earliest} on confirms or negates it.`,
  },
  tooEarly: {
    citation: "Wolchok 2009; Nishino 2013; Hodi 2018",
    say: (f) => `${f.days} days after the progression of ${f.openedOn}: too early to confirm or to negate it.`,
  },
  confirmed: {
    citation: "Wolchok 2009; Nishino 2013; Hodi 2018",
    say: (f) => `Progression again ${f.days} days later: confirmed, dated to ${f.openedOn}.`,
  },
  negated: {
    citation: "Wolchok 2009; Nishino 2013; Hodi 2018",
    say: (f) => `No progression ${f.days} days later: the progression of ${f.openedOn} is negated.`,
  },
  carried: {
    citation: "Hodi 2018",
    reading: "A17",
    say: (f) => `Progression was confirmed at ${f.confirmedAt}; later visits carry it.`,
  },
});
