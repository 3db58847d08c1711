import type { FeatureResult } from "@nadir/domain";
import { catalogueEntryOf } from "../catalogue/catalogue.ts";
import { profileEntryOf } from "../pyradiomics/catalogue.ts";

export type TableCell = string | number | null;

/** Columns of one kind each; rows in order. */
export interface FeatureTable {
  readonly columns: readonly { readonly name: string; readonly type: "text" | "number" }[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** A result and what it is called in a table of several (a file, a lesion at a visit). */
export interface NamedResult {
  readonly name: string;
  readonly result: FeatureResult;
}

const text = (name: string) => ({ name, type: "text" }) as const;
const number = (name: string) => ({ name, type: "number" }) as const;
/** What every row says of where its values come from (radiomics §1.5); the whole of it is in the JSON. */
const PROVENANCE = ["profile", "engine", "catalogue", "config_hash", "image_hash", "mask_hash", "labels", "image"].map(
  text,
);
const provenanceOf = ({ provenance: p }: FeatureResult): TableCell[] => [
  p.profile,
  `${p.engine.name} ${p.engine.version}`,
  p.catalogueVersion,
  p.configHash,
  p.imageVoxelHash,
  p.maskVoxelHash,
  p.labels.join(" "),
  // What the image says of itself: a simulated scan is told in every row.
  p.imageDescription ?? null,
];

/** One row a value: key, id, IBSI code, aggregation, unit, value or the reason why there is none, and its provenance. */
export function longTable(results: readonly NamedResult[]): FeatureTable {
  const isNamed = results.length > 1;
  return {
    columns: [
      ...(isNamed ? [text("region")] : []),
      ...["key", "id", "code", "aggregation", "unit"].map(text),
      number("value"),
      text("reason"),
      ...PROVENANCE,
    ],
    rows: results.flatMap(({ name, result }) => {
      const origin = provenanceOf(result);
      return result.values.map((v) => [
        ...(isNamed ? [name] : []),
        v.key,
        v.id,
        v.code,
        v.aggregation,
        (catalogueEntryOf(v.id) ?? profileEntryOf(v.id))?.unit ?? null,
        v.value,
        v.reason ?? null,
        ...origin,
      ]);
    }),
  };
}

/** One row a result: its name, its provenance, and one column a feature, empty where it has no value. */
export function wideTable(results: readonly NamedResult[]): FeatureTable {
  const keys = [...new Set(results.flatMap(({ result }) => result.values.map((v) => v.key)))];
  return {
    columns: [text("region"), ...PROVENANCE, ...keys.map(number)],
    rows: results.map(({ name, result }) => {
      const values = new Map(result.values.map((v) => [v.key, v.value]));
      return [name, ...provenanceOf(result), ...keys.map((key) => values.get(key) ?? null)];
    }),
  };
}
