import type { Tx } from "@nadir/db";
import type { ValidationResult } from "@nadir/domain";
import { intraclassCorrelation } from "@nadir/statistics";
import { figureOf, noFigure } from "../analysis/figures.ts";

type Readers = NonNullable<ValidationResult["readers"]>;
const METHOD = "ICC(2,1), two-way random, absolute agreement";

interface Row {
  readonly subject: string;
  readonly visit: string;
  readonly lesion: string;
  readonly reader: string;
  readonly longestMm: number | null;
}

/**
 * Who measured the subjects of the protocol, and the agreement of the two readers who share most lesions, from every live
 * measurement that has a longest diameter. The reference standard rests on these figures.
 */
export async function readReaders(tx: Tx, protocolId: string): Promise<Readers> {
  const rows = await tx.sql<Row[]>`
    select s.key as subject, v.key as visit, l.key as lesion, m.reader, m.longest_mm as "longestMm"
      from record.measurement m
      join record.subject s on s.id = m.subject_id
      join record.visit v on v.id = m.visit_id
      join record.lesion l on l.id = m.lesion_id
      join validation.split_assignment a on a.subject_id = s.id and a.protocol_id = ${protocolId}
     where m.superseded_at is null and v.superseded_at is null and l.superseded_at is null
     order by m.reader collate "C", s.key collate "C", v.key collate "C", l.key collate "C", m.method collate "C"`;
  return readersOf(rows);
}

/** The same from rows at hand, sorted by reader. */
export function readersOf(rows: readonly Row[]): Readers {
  const names = [...new Set(rows.map((r) => r.reader))];
  const place = (r: Row) => `${r.subject}\u001f${r.visit}\u001f${r.lesion}`;
  const sizes = new Map(
    names.map((reader) => [
      reader,
      new Map(rows.flatMap((r) => (r.reader === reader && r.longestMm !== null ? [[place(r), r.longestMm]] : []))),
    ]),
  );
  const pairs = names
    .flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as [string, string]))
    .map((pair) => ({
      pair,
      table: [...sizes.get(pair[0])!].flatMap(([at, size]) => {
        const other = sizes.get(pair[1])!.get(at);
        return other === undefined ? [] : [[size, other]];
      }),
    }))
    .filter(({ table }) => table.length > 0)
    .sort((a, b) => b.table.length - a.table.length);
  const twice = new Map<string, Set<string>>();
  for (const r of rows) twice.set(place(r), (twice.get(place(r)) ?? new Set()).add(r.reader));
  return {
    readers: names.map((reader) => {
      const own = rows.filter((r) => r.reader === reader);
      return { reader, subjects: new Set(own.map((r) => r.subject)).size, measurements: own.length };
    }),
    readTwice: [...twice.values()].filter((readers) => readers.size > 1).length,
    agreement: pairs[0] === undefined ? null : agreementOf(pairs[0]),
  };
}

function agreementOf({ pair, table }: { pair: [string, string]; table: number[][] }): Readers["agreement"] {
  const found = intraclassCorrelation(table);
  const icc = found.estimable
    ? figureOf(found.agreement.icc, found.agreement.interval, 0.95, METHOD)
    : noFigure(METHOD, found.reason);
  return { pair, lesions: table.length, icc };
}
