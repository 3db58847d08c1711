import { ASIDE_ANSWERS, type LesionReading, lesionForm, refuse, VASARI_ITEMS, type VasariReading } from "@nadir/domain";
import { cohenKappa, isEstimable } from "@nadir/statistics";

export interface ItemAgreement {
  readonly item: string;
  readonly name: string;
  /** Scans (of a form of lesions: lesions at a visit) that both readers answered on the item's scale. */
  readonly scans: number;
  readonly observed: number | null;
  /** Cohen's kappa; quadratic weights where the answers have an order. Null with its reason. */
  readonly kappa: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly weights: "unweighted" | "quadratic";
  readonly reason: string;
}

type Answer = string | number;

/** An item's scale: its levels in their order, without the answers that say that the question does not arise. */
interface Scale {
  readonly id: string;
  readonly name: string;
  readonly levels: readonly Answer[];
  readonly isOrdinal: boolean;
}
type Answers = Readonly<Record<string, Answer | undefined>>;

/**
 * Agreement of two readers on every item of the VASARI form. Readings pair by subject and visit; scans that only one
 * read are left out. Refuses `DUPLICATE_READING`, `NO_COMMON_SCANS`.
 */
export function vasariAgreement(first: readonly VasariReading[], second: readonly VasariReading[]): ItemAgreement[] {
  const pairs = paired(first, second, ({ subject, visit }) => [subject, visit]);
  if (pairs.length === 0) refuse("NO_COMMON_SCANS", "The two readers have no scan in common.");
  const aside = new Set(["not applicable", "indeterminate"]);
  const scales = VASARI_ITEMS.map(({ id, name, isOrdinal, answers }) => ({
    id,
    name,
    isOrdinal,
    levels: Object.keys(answers)
      .map(Number)
      .filter((code) => !(isOrdinal && aside.has(answers[code]!))),
  }));
  return agreementOn(scales, pairs, "no scan was answered by both");
}

export interface LesionAgreement {
  readonly form: LesionReading["form"];
  readonly readers: readonly [string, string];
  readonly items: readonly ItemAgreement[];
}

/**
 * Agreement of every two readers, form by form, on lesions that both read at the same visit; drafts do not count, and readers
 * without a lesion in common are left out. "Not applicable" is no level of any scale. Refuses `DUPLICATE_READING`.
 */
export function lesionAgreements(readings: readonly LesionReading[]): LesionAgreement[] {
  const signed = readings.filter((reading) => reading.state === "signed");
  return [...new Set(signed.map((r) => r.form))].sort().flatMap((form) => {
    const of = (reader: string) => signed.filter((r) => r.form === form && r.reader === reader);
    const readers = [...new Set(signed.filter((r) => r.form === form).map((r) => r.reader))].sort();
    const scales = lesionForm(form).items.map(({ id, name, answers, isOrdinal = false }) => ({
      id,
      name,
      isOrdinal,
      levels: Object.keys(answers).filter((word) => !ASIDE_ANSWERS.includes(word)),
    }));
    return readers.flatMap((a, at) =>
      readers.slice(at + 1).flatMap((b) => {
        const pairs = paired(of(a), of(b), ({ subject, visit, lesion }) => [subject, visit, lesion]);
        if (pairs.length === 0) return [];
        const items = agreementOn(scales, pairs, "no lesion was answered by both");
        return [{ form, readers: [a, b] as const, items }];
      }),
    );
  });
}

/** What both readers read, by the parts that name it. */
function paired<Reading extends { readonly reader: string; readonly answers: object }>(
  first: readonly Reading[],
  second: readonly Reading[],
  partsOf: (reading: Reading) => string[],
): (readonly [Reading["answers"], Reading["answers"]])[] {
  const byKey = (readings: readonly Reading[]): Map<string, Reading> => {
    const found = new Map<string, Reading>();
    for (const reading of readings) {
      const key = JSON.stringify(partsOf(reading));
      if (found.has(key)) refuse("DUPLICATE_READING", `${reading.reader} read ${partsOf(reading).join(", ")} twice.`);
      found.set(key, reading);
    }
    return found;
  };
  const others = byKey(second);
  return [...byKey(first)].flatMap(([key, a]) => {
    const b = others.get(key);
    return b ? [[a.answers, b.answers] as const] : [];
  });
}

function agreementOn(
  scales: readonly Scale[],
  pairs: readonly (readonly [object, object])[],
  none: string,
): ItemAgreement[] {
  return scales.map(({ id, name, levels, isOrdinal }) => {
    const both = pairs.flatMap(([a, b]) => {
      const [x, y] = [(a as Answers)[id], (b as Answers)[id]];
      return x !== undefined && y !== undefined && levels.includes(x) && levels.includes(y) ? [[x, y] as const] : [];
    });
    const weights = isOrdinal ? ("quadratic" as const) : ("unweighted" as const);
    const base = { item: id, name, scans: both.length, weights };
    const without = { ...base, observed: null, kappa: null, lower: null, upper: null };
    if (both.length === 0) return { ...without, reason: none };
    const found = kappaOf(both, levels, weights);
    return typeof found === "string" ? { ...without, reason: found } : { ...base, ...found, reason: "" };
  });
}

function kappaOf(
  pairs: readonly (readonly [Answer, Answer])[],
  levels: readonly Answer[],
  weights: ItemAgreement["weights"],
): Pick<ItemAgreement, "observed" | "kappa" | "lower" | "upper"> | string {
  const table = levels.map((row) => levels.map((column) => pairs.filter(([a, b]) => a === row && b === column).length));
  const found = cohenKappa(table, weights);
  if (!isEstimable(found)) return found.reason;
  const { kappa, interval, observedAgreement } = found;
  return { observed: observedAgreement, kappa, lower: interval.lower, upper: interval.upper };
}
