import type { Category } from "./category.ts";

/** The rules of best overall response that a protocol may settle (`response-criteria.md` §2). */
export interface BestResponseRules {
  /** Days after treatment start from which SD counts. */
  readonly minSdDays: number;
  /** SD visits allowed between a response and its confirmation (A5). */
  readonly acceptSdBetween: number;
  /** Days between a response and the scan that confirms it (Eisenhauer 2009 §4.6). */
  readonly responseConfirmationDays: number;
}

export interface BestResponse {
  readonly unconfirmed: Category;
  readonly confirmed: Category;
  /** Index of the first visit of the confirmed response; -1 if none was confirmed. */
  readonly confirmedFrom: number;
}

/**
 * Best overall response over the visits up to the terminal one (Eisenhauer 2009 §4.6, Tables 2 and 3).
 * `categories[i]` is the overall response on `days[i]`. `progression` lists the labels that stand below SD, best first.
 * SD means SD, or NON when there never were targets; NED ranks with it. Both need `minSdDays`.
 */
export function bestResponse(
  categories: readonly Category[],
  days: readonly number[],
  startDay: number,
  hadTargets: boolean,
  rules: BestResponseRules,
  progression: readonly Category[],
): BestResponse {
  let best: Category = "NE";
  let anyResponse = 0;
  let steady: Category | null = null;
  for (let i = 0; i < categories.length; i++) {
    const category = categories[i] as Category;
    const late = (days[i] as number) - startDay >= rules.minSdDays;
    const rank = RESPONSE_RANK[category];
    if (rank !== undefined && rank > anyResponse) {
      anyResponse = rank;
      best = category;
    }
    if (!late) continue;
    if (category === "NED") steady ??= "NED";
    else if (rank !== undefined || category === "SD" || category === "NON") steady = hadTargets ? "SD" : "NON";
  }
  const lesser = steady ?? progression.find((label) => categories.includes(label)) ?? "NE";
  const confirmed = confirmedResponse(categories, days, rules);
  return {
    unconfirmed: anyResponse > 0 ? best : lesser,
    confirmed: confirmed?.category ?? lesser,
    confirmedFrom: confirmed?.from ?? -1,
  };
}

const RESPONSE_RANK: Readonly<Partial<Record<Category, number>>> = { CR: 3, PR: 2, MR: 1 };

/** The best response that was seen again, and the visit from which the patient was in confirmed response. */
function confirmedResponse(
  categories: readonly Category[],
  days: readonly number[],
  rules: BestResponseRules,
): { category: Category; from: number } | null {
  let category: Category | null = null;
  let from = -1;
  for (const level of ["CR", "PR", "MR"] as const) {
    // A minor response before a confirmed CR or PR does not begin it.
    if (level === "MR" && category !== null) break;
    for (let j = 1; j < categories.length; j++) {
      const first = confirmsFrom(categories, days, j, level, rules);
      if (first < 0) continue;
      category ??= level;
      // The response lasts from when CR or PR was first met (Eisenhauer 2009 §4.6): a PR before a confirmed CR counts.
      from = from < 0 ? first : Math.min(from, first);
      break;
    }
  }
  return category === null ? null : { category, from };
}

/**
 * The earliest visit whose response at `level` (CR; PR = CR or PR; MR = any) visit `j` confirms: `responseConfirmationDays`
 * it, and between them only responses of that level, NE, and for PR and MR up to `acceptSdBetween` SD visits. -1 if none.
 */
export function confirmsFrom(
  categories: readonly Category[],
  days: readonly number[],
  j: number,
  level: "CR" | "PR" | "MR",
  { acceptSdBetween, responseConfirmationDays }: BestResponseRules,
): number {
  const least = RESPONSE_RANK[level] as number;
  if ((RESPONSE_RANK[categories[j] as Category] ?? 0) < least) return -1;
  let stable = 0;
  let first = -1;
  for (let i = j - 1; i >= 0; i--) {
    const category = categories[i] as Category;
    if (category === "NE") continue;
    if ((RESPONSE_RANK[category] ?? 0) >= least) {
      if ((days[j] as number) - (days[i] as number) >= responseConfirmationDays) first = i;
    } else if (level !== "CR" && (category === "SD" || category === "NON" || category === "MR")) {
      stable++;
      if (stable > acceptSdBetween) break;
    } else break;
  }
  return first;
}
