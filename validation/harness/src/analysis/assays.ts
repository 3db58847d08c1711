import { type AssayDetails, type AssaysResult, assayInWords, type ProtocolDocument } from "@nadir/domain";
import { markerOf } from "../cohort/predictors.ts";
import type { PlacedSubject } from "../leakage/input.ts";

/**
 * By which assays the markers among the predictors were measured, per set and site, of the subjects whose value the
 * predictor took; tuning counts as training. Undefined where the record names no assay of any of them.
 *
 * An assay is unseen where test subjects were measured by it and no training subject was. A cut-off tells assays apart
 * only for a marker that is read as a text (positive, negative): a number does not depend on it.
 */
export function assaysOf(
  placed: readonly PlacedSubject[],
  { predictors }: Pick<ProtocolDocument, "predictors">,
): AssaysResult | undefined {
  const several = new Set(placed.map((s) => s.facts.study)).size > 1;
  const siteOf = ({ facts }: PlacedSubject) => (several ? `${facts.study}/${facts.site}` : facts.site);
  const markers = predictors.flatMap((p) => {
    const { source } = p;
    if (source.from !== "biomarker-value" && source.from !== "biomarker-text") return [];
    const measured = placed.flatMap((s): Measured[] => {
      const set = s.set === "tuning" ? "training" : s.set;
      if (set === "excluded" || s.row.predictors[p.id]?.value == null) return [];
      return [{ set, site: siteOf(s), details: markerOf(s.facts, source.code)?.assay ?? {} }];
    });
    return [{ marker: p.label, isText: source.from === "biomarker-text", measured }];
  });
  const recorded = markers.some(({ measured }) => measured.some((m) => Object.keys(m.details).length > 0));
  if (!recorded) return undefined;
  return {
    rows: markers.flatMap(({ marker, measured }) =>
      grouped(measured, (m) => [m.set === "training" ? "0" : "1", m.site, assayInWords(m.details)].join("\u0000")).map(
        ({ first: { set, site, details }, subjects }) => ({ marker, ...details, set, site, subjects }),
      ),
    ),
    unseen: markers.flatMap(({ marker, isText, measured }) => {
      const named = ({ details: { cutOff, ...rest } }: Measured) =>
        assayInWords(isText && cutOff !== undefined ? { ...rest, cutOff } : rest);
      const seen = new Set(measured.filter((m) => m.set === "training").map(named));
      const tested = measured.filter((m) => m.set === "test" && named(m) !== assayInWords({}) && !seen.has(named(m)));
      return grouped(tested, named).map(({ first, subjects }) => ({ marker, assay: named(first), subjects }));
    }),
  };
}

interface Measured {
  readonly set: "training" | "test";
  readonly site: string;
  readonly details: AssayDetails;
}

/** Groups in order of their keys, each with its first member and its size. */
function grouped(all: readonly Measured[], key: (m: Measured) => string) {
  const groups = new Map<string, { readonly first: Measured; subjects: number }>();
  for (const m of all) {
    const found = groups.get(key(m));
    if (found) found.subjects++;
    else groups.set(key(m), { first: m, subjects: 1 });
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
