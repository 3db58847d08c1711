import type { Tx } from "@nadir/db";
import type { Biomarker, RadiogenomicsSettings } from "@nadir/domain";
import { immunoscore } from "@nadir/risk";
import type { GroupedColumn, NumericColumn, TargetColumn } from "@nadir/statistics";
import { grouped } from "../intake/grouped.ts";

interface MarkerRow {
  readonly subject: string;
  readonly date: string | null;
  readonly start: string | null;
  readonly document: Biomarker;
}

export interface MolecularColumns {
  readonly columns: readonly TargetColumn[];
  /** What was left out or joined, a sentence each. */
  readonly notes: readonly string[];
}

/** What makes figures of one code two variables: they are never pooled. */
const VARIANT = ["assayKind", "assay", "tool", "clone", "scoring", "region", "unit"] as const;

/**
 * The trial's markers as columns, one value a subject: numbers, or groups where the record has words. Markers of one code
 * that differ in assay, kind of assay, tool, clone, scoring, region or unit are columns of their own. A subject's value is
 * the last one before treatment (or the first there is, by the settings); several of one day are averaged, words that
 * contradict one another on one day are left out. From percentiles of CD3 and CD8 in the centre and at the margin (codes
 * `CD3-percentile`, `CD8-percentile`) the Immunoscore is made.
 */
export async function molecularColumns(
  tx: Tx,
  trialId: string,
  subjects: readonly string[],
  settings: RadiogenomicsSettings,
): Promise<MolecularColumns> {
  const place = new Map(subjects.map((id, i) => [id, i]));
  const rows = (await markersOf(tx, trialId)).filter((r) => place.has(r.subject));
  const isUsable = (r: MarkerRow): boolean =>
    settings.markers === "first" || r.date === null || r.start === null || r.date <= r.start;
  const usable = rows.filter(isUsable);
  const notes: string[] = [];
  const late = new Set(rows.filter((r) => !isUsable(r)).map((r) => r.document.code));
  if (late.size > 0)
    notes.push(
      `${rows.length - usable.length} values taken after treatment start are left out (${[...late].sort().slice(0, 8).join(", ")}).`,
    );
  const columns: TargetColumn[] = [];
  for (const [code, ofCode] of [...grouped(usable, (r) => r.document.code)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const variants = [...grouped(ofCode, (r) => VARIANT.map((f) => r.document[f] ?? "").join("\u001f")).values()];
    if (variants.length > 1)
      notes.push(`'${code}' was measured in ${variants.length} ways, which are variables of their own.`);
    for (const variant of variants) {
      const name = nameOf(code, variant[0]!.document, variants.length > 1 ? ofCode : []);
      const chosen = new Map([...grouped(variant, (r) => r.subject)].map(([s, own]) => [s, ofOneDay(own, settings)]));
      columns.push(...columnsOf(name, chosen, place, notes));
    }
  }
  return { columns: [...columns, ...immunoscoreColumns(usable, place, settings)], notes };
}

const markersOf = ({ sql }: Tx, trialId: string) => sql<MarkerRow[]>`
  select b.subject_id as subject, b.date::text as date,
         coalesce(s.document ->> 'immunotherapyStart', s.treatment_start::text) as start, b.document
    from record.biomarker b join record.subject s on s.id = b.subject_id and s.superseded_at is null
   where b.trial_id = ${trialId} and b.superseded_at is null
   order by b.code, b.subject_id, b.date nulls first, b.assay, b.ordinal`;

/** The code with what tells it from the other variants of that code. */
function nameOf(code: string, of: Biomarker, others: readonly MarkerRow[]): string {
  const telling = VARIANT.filter((f) => new Set(others.map((r) => r.document[f] ?? "")).size > 1);
  const words = telling.flatMap((f) => of[f] ?? []);
  return words.length > 0 ? `${code} (${words.join(", ")})` : telling.length > 0 ? `${code} (unstated)` : code;
}

/** The rows of the day that counts: the last before treatment, or the first; a marker without a day counts as before. */
function ofOneDay(rows: readonly MarkerRow[], settings: RadiogenomicsSettings): readonly MarkerRow[] {
  const day = settings.markers === "first" ? rows[0]!.date : rows.at(-1)!.date;
  return rows.filter((r) => r.date === day);
}

function columnsOf(
  name: string,
  chosen: ReadonlyMap<string, readonly MarkerRow[]>,
  place: ReadonlyMap<string, number>,
  notes: string[],
): TargetColumn[] {
  const numbers = new Float64Array(place.size).fill(Number.NaN);
  const words = new Map<string, string>();
  let torn = 0;
  for (const [subject, rows] of chosen) {
    const values = rows.flatMap((r) => r.document.value ?? []);
    if (values.length > 0) numbers[place.get(subject)!] = values.reduce((s, v) => s + v, 0) / values.length;
    const said = new Set(rows.flatMap((r) => (r.document.value === undefined ? (wordOf(r.document.text) ?? []) : [])));
    if (said.size === 1) words.set(subject, [...said][0]!);
    if (said.size > 1) torn++;
  }
  if (torn > 0)
    notes.push(`'${name}': ${torn} ${torn === 1 ? "subject has" : "subjects have"} two answers of one day; left out.`);
  const both = words.size > 0 && numbers.some((v) => !Number.isNaN(v));
  const out: TargetColumn[] = [];
  if (numbers.some((v) => !Number.isNaN(v)))
    out.push({ name, kind: "numeric", values: numbers } satisfies NumericColumn);
  if (words.size > 0) out.push(groupedColumn(both ? `${name}, in words` : name, words, place));
  return out;
}

/** Case and spaces tell no groups apart. */
const wordOf = (text: string | undefined): string | null => text?.trim().toLowerCase().replace(/\s+/g, " ") || null;

function groupedColumn(
  name: string,
  words: ReadonlyMap<string, string>,
  place: ReadonlyMap<string, number>,
): GroupedColumn {
  const groups = [...new Set(words.values())].sort();
  const codes = new Int32Array(place.size).fill(-1);
  for (const [subject, word] of words) codes[place.get(subject)!] = groups.indexOf(word);
  return { name, kind: "groups", groups, codes };
}

/** Of subjects with all four percentiles. */
function immunoscoreColumns(
  rows: readonly MarkerRow[],
  place: ReadonlyMap<string, number>,
  settings: RadiogenomicsSettings,
): TargetColumn[] {
  const found = new Map<string, { percentile: number; group: string }>();
  for (const [subject, own] of grouped(rows, (r) => r.subject)) {
    const of = (code: string, region: string): number | undefined => {
      const kept = own.filter((r) => r.document.code === code && r.document.region === region);
      return kept.length === 0 ? undefined : ofOneDay(kept, settings)[0]!.document.value;
    };
    const [cd3Centre, cd3Margin] = [of("CD3-percentile", "centre"), of("CD3-percentile", "margin")];
    const [cd8Centre, cd8Margin] = [of("CD8-percentile", "centre"), of("CD8-percentile", "margin")];
    if (cd3Centre === undefined || cd3Margin === undefined || cd8Centre === undefined || cd8Margin === undefined)
      continue;
    found.set(subject, immunoscore({ cd3Centre, cd3Margin, cd8Centre, cd8Margin }));
  }
  if (found.size === 0) return [];
  const values = new Float64Array(place.size).fill(Number.NaN);
  for (const [subject, { percentile }] of found) values[place.get(subject)!] = percentile;
  const groups = new Map([...found].map(([subject, { group }]) => [subject, group]));
  return [
    { name: "Immunoscore, computed", kind: "numeric", values },
    groupedColumn("Immunoscore group, computed", groups, place),
  ];
}
