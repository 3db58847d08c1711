import type { ImagingProtocol } from "@nadir/domain";

type Demands = ImagingProtocol["images"][number]["demands"];

/** `sliceThicknessMm <= 1.5, acquisitionType = 3D|2D`: one part a demand. */
export const demandsText = (demands: Demands): string =>
  Object.entries(demands)
    .flatMap(([field, { min, max, oneOf }]) => [
      ...(min === undefined ? [] : [`${field} >= ${min}`]),
      ...(max === undefined ? [] : [`${field} <= ${max}`]),
      ...(oneOf === undefined ? [] : [`${field} = ${oneOf.join("|")}`]),
    ])
    .join(", ");

/** The demands of such a text. A part that cannot be read becomes a field of that name, which the server does not know. */
export function readDemands(typed: string): Record<string, object> {
  const demands: Record<string, Record<string, unknown>> = {};
  for (const part of typed.split(/[,;\n]/).map((p) => p.trim())) {
    if (part === "") continue;
    const [, field, sign, value] = /^(\w+)\s*(<=|>=|≤|≥|=)\s*(.+)$/.exec(part) ?? [];
    if (field === undefined || value === undefined) {
      demands[part] = {};
      continue;
    }
    const of = demands[field] ?? {};
    if (sign === "=") of["oneOf"] = value.split("|").map((word) => asNumber(word.trim()));
    else of[sign === "<=" || sign === "≤" ? "max" : "min"] = asNumber(value);
    demands[field] = of;
  }
  return demands;
}

const asNumber = (word: string): number | string => (/^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word);
