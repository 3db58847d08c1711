import { refuse } from "@nadir/domain";
import type { CaseTolerance, Expected, Reference, Slack } from "./features-reference-shape.ts";

type Table = Record<string, unknown>;
const isTable = (x: unknown): x is Table => typeof x === "object" && x !== null && !Array.isArray(x);

/** What PyRadiomics' agreement is asked to where a case states nothing (radiomics §14). */
const USUAL = {
  original: { relative: 1e-9, absolute: 1e-12 },
  wavelet: { relative: 1e-6, absolute: 1e-12 },
  log: { relative: 1e-3, absolute: 1e-12 },
} as const;

/** A name → value document: flat, or under `original`, `wavelet`, `log`. Python's NaN is read as "no value". */
export function fromJson(name: string, text: string, tolerance: CaseTolerance): Reference {
  const document: unknown = JSON.parse(text.replace(/([:[,]\s*)-?(?:NaN|Infinity)\b/g, "$1null"));
  return isTable(document)
    ? fromTable(name, document, tolerance)
    : refuse("BAD_REFERENCE", `${name} is no object of names and numbers.`, { where: { file: name } });
}

export function fromTable(name: string, document: Table, tolerance: CaseTolerance): Reference {
  const parts = ["original", "wavelet", "log", "features", "values"].map((part) => document[part]).filter(isTable);
  const expected: Expected[] = [];
  const withoutValue: string[] = [];
  for (const table of parts.length > 0 ? parts : [document])
    for (const [key, stated] of Object.entries(table)) {
      if (key.startsWith("diagnostics_")) continue;
      if (stated === null) {
        withoutValue.push(key);
        continue;
      }
      const value = typeof stated === "string" && stated.trim() !== "" ? Number(stated) : stated;
      if (typeof value !== "number" || !Number.isFinite(value)) continue;
      const kind = key.startsWith("wavelet") ? "wavelet" : key.startsWith("log-") ? "log" : "original";
      const stands = tolerance.relative !== undefined || tolerance.absolute !== undefined;
      const own = kind === "original" ? undefined : tolerance[kind];
      const base = own || !stands ? USUAL[kind] : USUAL.original;
      const { relative, absolute } = { ...base, ...without(tolerance), ...own };
      expected.push({
        key,
        value,
        tolerance: Math.max(absolute ?? 0, (relative ?? 0) * Math.abs(value)),
        digits: null,
      });
    }
  if (expected.length === 0)
    refuse("BAD_REFERENCE", `${name} holds no feature value; it must be an object of names and numbers.`, {
      where: { file: name },
    });
  const settings = isTable(document.settings) ? document.settings : isTable(document.setting) ? document.setting : null;
  return { kind: "pyradiomics", expected, withoutValue, settings };
}

const without = ({ relative, absolute }: Slack): Slack => ({
  ...(relative === undefined ? {} : { relative }),
  ...(absolute === undefined ? {} : { absolute }),
});
