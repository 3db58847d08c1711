import type { Measurement } from "@nadir/domain";
import { blandAltman, cohenKappa, intraclassCorrelation } from "@nadir/statistics";
import type { AgreementFigures, Discrepancy, PairedFigure, PairedFigures } from "./agreement-shape.ts";

/** What one reader's reading makes of a subject under the primary criterion. */
export interface JudgedReads {
  /** Overall response by visit that the reader has read, in the order of the visits. */
  readonly overall: ReadonlyMap<string, string>;
  readonly best: string | null;
  readonly progressionOn: string | null;
  /** Sum by visit, that of the baseline scan too, in the criterion's unit. */
  readonly sums: ReadonlyMap<string, number>;
}

export interface SubjectReads {
  readonly subject: string;
  /** Null where the reader's figures make no course. */
  readonly first: JudgedReads | null;
  readonly second: JudgedReads | null;
  readonly measurements: readonly Pick<Measurement, "visit" | "lesion" | "reader" | "longestMm" | "shortMm">[];
  readonly lesions: readonly {
    readonly id: string;
    readonly role: string;
    readonly node: boolean;
    /** Whose lesion it is, where readers choose their own. */
    readonly reader?: string | undefined;
  }[];
}

/** The size of the same lesion at the same visit (longest diameter, short axis of a node) and the criterion's sum at the same visit. */
export function pairsOf(subjects: readonly SubjectReads[], first: string, second: string): PairedFigures {
  const sizes = subjects.flatMap(({ subject, measurements, lesions }) =>
    lesions.flatMap(({ id, node }) => {
      const of = (reader: string) =>
        new Map(
          measurements
            .filter((m) => m.lesion === id && m.reader === reader)
            .map((m) => [m.visit, node ? m.shortMm : m.longestMm]),
        );
      return paired({ subject, lesion: id }, of(first), of(second));
    }),
  );
  const sums = subjects.flatMap(({ subject, ...reads }) =>
    reads.first && reads.second ? paired({ subject, lesion: null }, reads.first.sums, reads.second.sums) : [],
  );
  return { sizes, sums };
}

/**
 * How two readers agree over the subjects that both have read: in `pairsOf`, and in the overall response at the same visit.
 * Shrout & Fleiss 1979, ICC(2,1): absolute agreement; Bland & Altman 1986; Cohen 1960.
 */
export function compareReads(subjects: readonly SubjectReads[], pairs: PairedFigures): AgreementFigures {
  const both = subjects.filter((s): s is SubjectReads & { first: JudgedReads; second: JudgedReads } =>
    Boolean(s.first && s.second),
  );
  const responses = both.flatMap((s) =>
    [...s.first.overall].flatMap(([visit, label]) => {
      const other = s.second.overall.get(visit);
      return other === undefined ? [] : [[label, other] as const];
    }),
  );
  const categories = [...new Set(responses.flat())].sort();
  const table = categories.map((a) => categories.map((b) => responses.filter(([x, y]) => x === a && y === b).length));
  return {
    sizes: continuous(pairs.sizes),
    sums: continuous(pairs.sums),
    responses: {
      n: responses.length,
      categories,
      table,
      kappa:
        responses.length === 0
          ? { estimable: false, reason: "No visit has a response of both." }
          : categories.length < 2
            ? { estimable: false, reason: `All ${responses.length} visits that both have read are in one category.` }
            : cohenKappa(table, "unweighted"),
    },
  };
}

const sameKeys = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean =>
  a.size === b.size && [...a.keys()].every((key) => b.has(key));

function continuous(pairs: readonly PairedFigure[]): AgreementFigures["sizes"] {
  const icc = intraclassCorrelation(pairs.map(({ first, second }) => [first, second]));
  return {
    n: pairs.length,
    icc: icc.estimable ? { estimable: true, icc: icc.agreement.icc, interval: icc.agreement.interval } : icc,
    blandAltman: blandAltman(
      pairs.map(({ first }) => first),
      pairs.map(({ second }) => second),
    ),
  };
}

function paired(
  of: Pick<PairedFigure, "subject" | "lesion">,
  a: ReadonlyMap<string, number | undefined>,
  b: ReadonlyMap<string, number | undefined>,
): PairedFigure[] {
  return [...a].flatMap(([visit, first]) => {
    const second = b.get(visit);
    return first === undefined || second === undefined ? [] : [{ ...of, visit, first, second }];
  });
}

/**
 * Where two readings of a subject differ in what matters, by rule: another overall response at a visit; of the same visits
 * another day of progression or another best response; a new lesion that one alone has seen, a target that one alone has measured.
 */
export function discrepancies(reads: SubjectReads, first: string, second: string): Discrepancy[] {
  const { subject, measurements, lesions } = reads;
  const found: Discrepancy[] = [];
  const add = (kind: Discrepancy["kind"], visit: string | null, a: string, b: string) =>
    found.push({ subject, kind, visit, first: a, second: b });
  if (reads.first && reads.second) {
    for (const [visit, label] of reads.first.overall) {
      const other = reads.second.overall.get(visit);
      if (other !== undefined && other !== label) add("response", visit, label, other);
    }
    // Of a course that one has read further than the other, these two say nothing of how they read.
    const isAsFar = sameKeys(reads.first.overall, reads.second.overall);
    if (isAsFar && reads.first.progressionOn !== reads.second.progressionOn)
      add("progression", null, reads.first.progressionOn ?? "none", reads.second.progressionOn ?? "none");
    if (isAsFar && reads.first.best !== reads.second.best)
      add("best", null, reads.first.best ?? "none", reads.second.best ?? "none");
  }
  const visitsOf = (reader: string, lesion?: string) =>
    new Set(
      measurements
        .filter((m) => m.reader === reader && (lesion === undefined || m.lesion === lesion))
        .map((m) => m.visit),
    );
  const readBy = { first: visitsOf(first), second: visitsOf(second) };
  if (readBy.first.size === 0 || readBy.second.size === 0) return found;
  // Only where both have read the visit at all.
  const alone = (own: ReadonlySet<string>, other: ReadonlySet<string>, otherRead: ReadonlySet<string>) =>
    [...own].find((visit) => otherRead.has(visit) && !other.has(visit));
  // Readers who choose their own lesions name none alike: what counts is whether each has found a new one.
  const ownNew = lesions.filter(({ role, reader }) => role === "new" && reader !== undefined);
  const newBy = (reader: string) =>
    new Set(ownNew.filter((lesion) => lesion.reader === reader).flatMap(({ id }) => [...visitsOf(reader, id)]));
  const [newFirst, newSecond] = [newBy(first), newBy(second)];
  const foundAlone = alone(newFirst, newSecond, readBy.second) ?? alone(newSecond, newFirst, readBy.first);
  if (foundAlone !== undefined)
    add(
      "new-lesion",
      foundAlone,
      newFirst.has(foundAlone) ? "seen" : "not seen",
      newSecond.has(foundAlone) ? "seen" : "not seen",
    );
  for (const { id, role, reader } of lesions) {
    if (role === "non-target" || reader !== undefined) continue;
    const a = visitsOf(first, id);
    const b = visitsOf(second, id);
    const visit = alone(a, b, readBy.second) ?? alone(b, a, readBy.first);
    if (visit !== undefined)
      add(
        role === "new" ? "new-lesion" : "lesion",
        visit,
        a.has(visit) ? id : "not seen",
        b.has(visit) ? id : "not seen",
      );
  }
  return found;
}
