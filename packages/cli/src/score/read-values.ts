import { type FeatureResult, featureResult, refuse } from "@nadir/domain";
import type { GivenValue } from "@nadir/risk";
import { readPredictions } from "../evaluate/predictions.ts";
import { readDocument } from "../read-input.ts";

/** Values of subjects: a column `ldh [U/L]` gives its unit, a column `ldh` leaves it to the signature. */
export async function readValues(
  file: string,
  subject: string,
): Promise<{ subject: string; row: number; values: Record<string, GivenValue> }[]> {
  const table = await readPredictions(file, subject);
  const heads = table.columns.map((column) => {
    const [, name = column, unit] = /^(.*?)\s*\[([^\]]+)\]$/.exec(column) ?? [];
    return { column, name, unit };
  });
  const twice = heads.find((h, i) => heads.findIndex((o) => o.name === h.name) < i);
  if (twice)
    refuse("COLUMN_TWICE", `The table '${file}' has two columns of '${twice.name}'; give it once.`, {
      where: { file, row: 1, column: twice.column },
    });
  return table.rows.map((row, i) => ({
    subject: row[subject]!,
    row: i + 2,
    values: Object.fromEntries(
      heads.map(({ column, name, unit }) => [
        name,
        { value: row[column] === "" ? null : row[column]!, ...(unit === undefined ? {} : { unit }) },
      ]),
    ),
  }));
}

/** `tumour=F.json` of `--region`: the features of a region as `nadir features` writes them. */
export async function readRegions(texts: readonly string[]): Promise<Record<string, FeatureResult>> {
  const regions: Record<string, FeatureResult> = {};
  for (const text of texts) {
    const [, name, file] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (name === undefined || file === undefined)
      refuse("NO_REGION", `--region is '${text}'; write the region's name and its file, e.g. ring=ring.json.`, {
        found: text,
      });
    if (regions[name]) refuse("REGION_TWICE", `The region '${name}' is given twice.`, { found: text });
    regions[name] = await readDocument(file, featureResult, "a result of `nadir features`");
  }
  return regions;
}
