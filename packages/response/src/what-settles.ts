import type { CriterionOutcome, VisitOutcome } from "@nadir/domain";
import { amount } from "./trace.ts";

/** In words, with the figures of the patient: what on the awaited scan confirms a progression, and what resets it. */
export interface WhatSettles {
  readonly confirms: string;
  readonly resets: string;
}

type Parameters = Readonly<Record<string, string | number | boolean | null>>;

/** Of the progression that `opened` shows, under the criterion and the parameters by which it was judged. */
export function whatSettlesProgression(criterion: string, opened: VisitOutcome, parameters: Parameters): WhatSettles {
  switch (criterion) {
    case "irecist":
      return irecist(opened, parameters);
    case "imrecist":
    case "irrecist":
    case "irrc":
      return burden(opened, parameters);
    case "irano":
      return further(opened, parameters, "targets and measurable new lesions together");
    case "mrano":
      return further(opened, parameters, "targets");
    default:
      return parameters.pdConfirmation === "further-growth"
        ? further(opened, parameters, "targets")
        : persistent(opened, parameters);
  }
}

/** Seymour 2017: growth over the iUPD confirms; new lesions that stay hold it open unless the baseline disease improves. */
function irecist(opened: VisitOutcome, parameters: Parameters): WhatSettles {
  const atLeast = numberOf(parameters.confirmAtLeastMm, 5);
  const { value } = opened.size;
  const basis = opened.trace.find((rule) => rule.id === "irecist.opened")?.figures.basis;
  const byNew = typeof basis === "string" ? basis.includes("new lesion") : opened.newLesions;
  const byTarget = opened.target === "iUPD";
  const byNonTarget = opened.nonTarget === "iUPD";
  const confirms = [
    byTarget && value !== null ? `a target sum of at least ${amount(value + atLeast)}` : "",
    byTarget ? "" : "progression of the targets",
    byNonTarget ? "any further increase of non-target disease" : "unequivocal progression of non-target disease",
    byNew
      ? `new lesions at least ${amount(atLeast)} larger in sum, an increase of one followed by eye, or another new lesion`
      : "a new lesion",
  ].filter((part) => part !== "");
  const limit = limitOf(opened, parameters);
  const resets = [
    byTarget && limit !== null ? `a target sum below ${amount(limit)}` : "",
    byNonTarget ? "non-target disease no longer unequivocally progressed" : "",
    byNew ? "new lesions gone, or the baseline disease in a better category than at the iUPD" : "",
  ].filter((part) => part !== "");
  return { confirms: sentence(confirms.join("; or ")), resets: `None of these, and ${resets.join(", and ")}.` };
}

function burden(opened: VisitOutcome, parameters: Parameters): WhatSettles {
  const limit = limitOf(opened, parameters);
  const { unit } = opened.size;
  return limit === null
    ? { confirms: "Progression of the burden again.", resets: "No progression of the burden." }
    : {
        confirms: `A burden of at least ${amount(limit, unit)}.`,
        resets: `A complete burden below ${amount(limit, unit)}.`,
      };
}

function further(opened: VisitOutcome, parameters: Parameters, what: string): WhatSettles {
  const { value, unit } = opened.size;
  const percent = numberOf(parameters.progressionPercent, 25);
  const size =
    value === null || opened.newLesions
      ? `${what} at least ${percent} % larger than on the scan of ${opened.date}`
      : `${what} of at least ${amount(value * (1 + percent / 100), unit)} (${percent} % over the scan of ${opened.date})`;
  return {
    confirms: sentence(`${size}; or a further new lesion; or clinical decline from the tumour`),
    resets: "None of these on a scan that is evaluable; the smaller of the two scans is then the reference.",
  };
}

function persistent(opened: VisitOutcome, parameters: Parameters): WhatSettles {
  const limit = limitOf(opened, parameters);
  const size = limit === null ? "the size" : `a size of at least ${amount(limit, opened.size.unit)}`;
  return {
    confirms: `Still progressive against the same reference: ${size}, a new measurable lesion or unequivocal non-target progression; or clinical decline from the tumour.`,
    resets: "None of these on a scan that is evaluable.",
  };
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** The smallest size that is progression over the nadir of the visit; null where there is no nadir. */
function limitOf(opened: VisitOutcome, parameters: Parameters): number | null {
  const { nadir, unit } = opened.size;
  if (nadir === null) return null;
  const byPercent = nadir * (1 + numberOf(parameters.progressionPercent, 20) / 100);
  return unit === "mm" ? Math.max(byPercent, nadir + numberOf(parameters.progressionAtLeastMm, 0)) : byPercent;
}

const numberOf = (value: Parameters[string] | undefined, otherwise: number): number =>
  typeof value === "number" ? value : otherwise;

/** Of a response that has been seen once. */
export function whatSettlesResponse(outcome: CriterionOutcome, label: string, parameters: Parameters): WhatSettles {
  const isComplete = label.endsWith("CR");
  const stable = numberOf(parameters.acceptSdBetween, 0);
  const between =
    stable === 0 || isComplete
      ? "any stable disease"
      : `more than ${stable} visit${stable === 1 ? "" : "s"} of stable disease`;
  const responses = isComplete ? label : `${label} or better`;
  return {
    confirms: `${responses} again.`,
    resets: `Progression${outcome.episodes.length > 0 || /^i/.test(label) ? " (even unconfirmed)" : ""}, or ${between} before it.`,
  };
}
