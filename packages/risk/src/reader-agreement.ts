import { refuse, VASARI_ITEMS, type VasariReading } from "@nadir/domain";
import { cohenKappa, isEstimable } from "@nadir/statistics";

export interface ItemAgreement {
  readonly item: string;
  readonly name: string;
  /** Scans that both readers answered on the item's scale. */
  readonly scans: number;
  readonly observed: number | null;
  /** Cohen's kappa; quadratic weights where the answers have an order. Null with its reason. */
  readonly kappa: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly weights: "unweighted" | "quadratic";
  readonly reason: string;
}

/**
 * Agreement of two readers on every item of the VASARI form. Readings pair by subject and visit; scans that only one
 * read are left out. Refuses `DUPLICATE_READING`, `NO_COMMON_SCANS`.
 */
export function vasariAgreement(first: readonly VasariReading[], second: readonly VasariReading[]): ItemAgreement[] {
  const scan = (r: VasariReading): string => JSON.stringify([r.subject, r.visit]);
  const byScan = (readings: readonly VasariReading[]): Map<string, VasariReading> => {
    const found = new Map<string, VasariReading>();
    for (const reading of readings) {
      if (found.has(scan(reading)))
        refuse("DUPLICATE_READING", `${reading.reader} read ${reading.subject}, ${reading.visit} twice.`);
      found.set(scan(reading), reading);
    }
    return found;
  };
  const others = byScan(second);
  const pairs = [...byScan(first)].flatMap(([key, a]) => {
    const b = others.get(key);
    return b ? [[a, b] as const] : [];
  });
  if (pairs.length === 0) refuse("NO_COMMON_SCANS", "The two readers have no scan in common.");
  return VASARI_ITEMS.map(({ id, name, isOrdinal, answers }) => {
    const levels = Object.keys(answers)
      .map(Number)
      .filter((code) => !(isOrdinal && ASIDE.has(answers[code]!)));
    const both = pairs.flatMap(([a, b]) => {
      const [x, y] = [a.answers[id], b.answers[id]];
      return x !== undefined && y !== undefined && levels.includes(x) && levels.includes(y) ? [[x, y] as const] : [];
    });
    const weights = isOrdinal ? ("quadratic" as const) : ("unweighted" as const);
    const base = { item: id, name, scans: both.length, weights };
    const none = { ...base, observed: null, kappa: null, lower: null, upper: null };
    if (both.length === 0) return { ...none, reason: "no scan was answered by both" };
    const found = kappaOf(both, levels, weights);
    return typeof found === "string" ? { ...none, reason: found } : { ...base, ...found, reason: "" };
  });
}

/** Answers that say that the question does not arise are no level of a scale. */
const ASIDE = new Set(["not applicable", "indeterminate"]);

function kappaOf(
  pairs: readonly (readonly [number, number])[],
  levels: readonly number[],
  weights: ItemAgreement["weights"],
): Pick<ItemAgreement, "observed" | "kappa" | "lower" | "upper"> | string {
  const table = levels.map((row) => levels.map((column) => pairs.filter(([a, b]) => a === row && b === column).length));
  const found = cohenKappa(table, weights);
  if (!isEstimable(found)) return found.reason;
  const { kappa, interval, observedAgreement } = found;
  return { observed: observedAgreement, kappa, lower: interval.lower, upper: interval.upper };
}
