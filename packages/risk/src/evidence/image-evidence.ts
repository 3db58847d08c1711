import type { DeltaRow } from "@nadir/domain";
import { type EvidenceItem, figure, item, lacking, signedPercent } from "./evidence-item.ts";

/** The change of a lesion's features between two visits in one kind of image, as the record stores it. */
export interface StoredDelta {
  readonly lesion: string;
  readonly modality: string;
  readonly description: string;
  readonly fromVisit: string;
  readonly toVisit: string;
  readonly rows: readonly Pick<DeltaRow, "id" | "key" | "baseline" | "followup" | "relative" | "judgement">[];
}

/** What the literature looks at for pseudoprogression: heterogeneity, randomness and roundness. */
const TEXTURE = [
  { id: "coarseness", feature: "ngt_coarseness", name: "Coarseness" },
  { id: "entropy", feature: "cm_joint_entr", name: "Entropy" },
  { id: "sphericity", feature: "morph_sphericity", name: "Sphericity" },
] as const;

/** Functional images are known by their description. */
const MAPS = [
  { id: "adc", name: "ADC", is: /\bADC\b|apparent diffusion/i },
  { id: "ncbv", name: "nCBV", is: /\b[nr]?CBV\b|blood volume/i },
] as const;
const isMap = ({ description }: StoredDelta): boolean => MAPS.some(({ is }) => is.test(description));

const VERDICT = {
  increased: "beyond repeatability",
  decreased: "beyond repeatability",
  "within-noise": "within repeatability",
} as const;

/**
 * The change of texture, ADC and nCBV up to a visit: from baseline where there is such a delta, else from the visit before.
 * Of a feature with several aggregations the merged one in 3D stands, else the first.
 */
export function imageEvidence(deltas: readonly StoredDelta[], visit: string, baseline: string | null): EvidenceItem[] {
  const upTo = deltas.filter(({ toVisit }) => toVisit === visit);
  const fromBaseline = upTo.filter(({ fromVisit }) => fromVisit === baseline);
  const used = fromBaseline.length > 0 ? fromBaseline : upTo;
  const needs = "a delineated image of this visit and of an earlier one, with features computed";
  return [
    ...TEXTURE.flatMap(({ id, feature, name }) => {
      const found = used.filter((d) => !isMap(d)).flatMap((d) => one(d, id, feature, name, false) ?? []);
      return found.length > 0 ? found : [lacking(id, "Images", `Change of ${name.toLowerCase()}`, needs)];
    }),
    ...ferumoxytolEvidence(upTo),
    ...MAPS.flatMap(({ id, name, is }) => {
      const found = used
        .filter((d) => is.test(d.description))
        .flatMap((d) => one(d, id, "stat_mean", name, true) ?? []);
      return found.length > 0
        ? found
        : [
            lacking(
              id,
              "Images",
              `Change of ${name}`,
              `a delineated ${name} map (its description says ${name}) of this visit and of an earlier one`,
            ),
          ];
    }),
  ];
}

/** Cut-off of the relative blood volume with ferumoxytol: above it progression, else pseudoprogression. */
const FERUMOXYTOL = {
  cutOff: 1.75,
  source:
    "Nasseri 2014, Neuro-Oncology 16:1146, and Gahramanov 2013, Radiology 266:842 (abstracts only, which do not say where in the lesion)",
} as const;

/**
 * The relative blood volume with ferumoxytol beside the criterion, at the visit itself: the lesion's mean against the published
 * cut-off. Only of a map whose description names the agent and a relative blood volume.
 */
function ferumoxytolEvidence(deltas: readonly StoredDelta[]): EvidenceItem[] {
  const seen = new Set<string>();
  return deltas
    .filter(
      ({ description }) =>
        /ferumoxytol/i.test(description) && /\b[nr]CBV\b|relative (cerebral )?blood volume/i.test(description),
    )
    .flatMap(({ rows, lesion, description }) => {
      const value = rows.find(({ id }) => id === "stat_mean")?.followup ?? null;
      const key = `${lesion} ${description}`;
      if (value === null || seen.has(key)) return [];
      seen.add(key);
      const { cutOff, source } = FERUMOXYTOL;
      return [
        item(
          "ferumoxytol-rcbv",
          "Images",
          "rCBV with ferumoxytol",
          `${figure(value)}, ${value > cutOff ? `above ${cutOff}: read as progression` : `not above ${cutOff}: read as pseudoprogression`}`,
          `mean of ${lesion}, ${description}; cut-off of ${source}`,
        ),
      ];
    });
}

function one(delta: StoredDelta, id: string, feature: string, name: string, isMean: boolean): EvidenceItem | null {
  const rows = delta.rows.filter((row) => row.id === feature);
  const row = rows.find(({ key }) => key.endsWith("_3D_comb") || key.endsWith("_3D")) ?? rows[0];
  if (row === undefined || row.relative === null || row.baseline === null || row.followup === null) return null;
  const verdict = row.judgement?.verdict;
  return item(
    id,
    "Images",
    isMean ? `Change of mean ${name}` : `Change of ${name.toLowerCase()}`,
    `${signedPercent(100 * row.relative)}${verdict ? `, ${VERDICT[verdict]}` : ""}`,
    `${figure(row.baseline)} to ${figure(row.followup)}; ${delta.lesion}, ${delta.description}, ${delta.fromVisit} to ${delta.toVisit}`,
  );
}
