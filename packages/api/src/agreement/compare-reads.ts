import type { CriterionOutcome, Measurement } from "@nadir/domain";
import { blandAltman, cohenKappa, intraclassCorrelation, subjectsForKappaInterval } from "@nadir/statistics";
import { readDiscrepancies } from "../reads/read-discrepancies.ts";
import type { AgreementFigures, Discrepancy, PairedFigure, PairedFigures } from "./agreement-shape.ts";

/** What one reader's reading makes of a subject under the primary criterion. */
export interface JudgedReads {
  /** Overall response by visit that the reader has read, in the order of the visits. */
  readonly overall: ReadonlyMap<string, string>;
  /** Sum by visit, that of the baseline scan too, in the criterion's unit. */
  readonly sums: ReadonlyMap<string, number>;
}

export interface SubjectReads {
  readonly subject: string;
  /** Null where the reader's figures make no course. */
  readonly first: JudgedReads | null;
  readonly second: JudgedReads | null;
  /** The visits that both have read, and what the criterion makes of each one's reading up to the last of them. */
  readonly common: {
    readonly visits: readonly string[];
    readonly first: CriterionOutcome | null;
    readonly second: CriterionOutcome | null;
  };
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
 * Shrout & Fleiss 1979, ICC(2,1): absolute agreement; Bland & Altman 1986; Cohen 1960, with the interval of Fleiss, Cohen &
 * Everitt 1969.
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
            : withFew(cohenKappa(table, "unweighted"), responses.length, categories.length),
    },
  };
}

/** Beside the interval of a kappa that too few visits carry stands how many it wants. */
function withFew<T extends { readonly estimable: boolean }>(kappa: T, visits: number, categories: number) {
  const wanted = subjectsForKappaInterval(categories);
  return { ...kappa, wanted: visits < wanted ? wanted : null };
}

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
 * Where two readings of a subject differ in what matters, by rule: what the rule of double reads finds (`readDiscrepancies`), and
 * of lesions that are the same for both, a target that one alone has measured.
 * @param sumDiffersPercent from which per cent of the smaller on two sums of a visit differ
 */
export function discrepancies(
  { subject, common, measurements, lesions }: SubjectReads,
  [first, second]: readonly [string, string],
  sumDiffersPercent: number,
): Discrepancy[] {
  const byRule = readDiscrepancies(common.first, common.second, common.visits, sumDiffersPercent);
  const found: Discrepancy[] = byRule.map((one) => ({ subject, ...one }));
  const visitsOf = (reader: string, lesion: string) =>
    new Set(measurements.filter((m) => m.reader === reader && m.lesion === lesion).map((m) => m.visit));
  // Readers who choose their own lesions name none alike.
  for (const { id, role, reader } of lesions) {
    if (role !== "target" || reader !== undefined) continue;
    const [a, b] = [visitsOf(first, id), visitsOf(second, id)];
    const visit = common.visits.find((one) => a.has(one) !== b.has(one));
    if (visit === undefined) continue;
    const seen = (own: ReadonlySet<string>) => (own.has(visit) ? id : "not seen");
    found.push({ subject, kind: "lesion", visit, first: seen(a), second: seen(b) });
  }
  return found;
}
