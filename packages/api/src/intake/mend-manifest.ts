import { type Manifest, manifest as manifestSchema, type TableName } from "@nadir/domain";
import type { z } from "zod";

/**
 * A manifest with faults, made readable so that the rest can be checked too: what cannot be used is taken out, what must
 * be there is filled with a word of no consequence. It is never imported: the faults themselves are already told.
 */
export interface MendedManifest {
  readonly manifest: Manifest;
  /** Paths (`trial.criteria`) whose content cannot be relied on: no fault that rests on them is told. */
  readonly unreliable: ReadonlySet<string>;
}

const FILLED: Readonly<Record<string, unknown>> = {
  id: "unreadable",
  title: "unreadable",
  disease: "solid-tumour",
  criteria: [{ id: "recist-1.1", primary: true }],
  sites: [{ id: "unreadable", name: "unreadable" }],
  arms: [{ id: "unreadable", name: "unreadable" }],
};
const LISTS = new Set(["criteria", "sites", "arms", "schedule", "valueRules", "preparation", "sealed"]);

type Loose = Record<string, unknown>;
const isLoose = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Null where nothing usable is left. */
export function mendManifest(raw: unknown, issues: readonly z.core.$ZodIssue[]): MendedManifest | null {
  if (!isLoose(raw)) return null;
  const document = structuredClone(raw);
  if (!isLoose(document["trial"])) document["trial"] = {};
  if (!isLoose(document["tables"])) document["tables"] = {};
  document["schema"] = "nadir.trial-manifest/1";
  const trial = document["trial"] as Loose;
  const tables = document["tables"] as Loose;
  const unreliable = new Set<string>();
  const badEntries = new Map<unknown[], Set<number>>();

  for (const issue of issues) {
    const [first, second, third] = issue.path;
    if (issue.code === "unrecognized_keys") {
      const place = issue.path.reduce<unknown>((at, part) => (at as Loose | undefined)?.[part as string], document);
      if (isLoose(place)) for (const key of issue.keys) delete place[key];
      continue;
    }
    const inTrial = first === "trial";
    const holder = inTrial ? trial : document;
    const field = String(inTrial ? second : first);
    const entry = inTrial ? third : second;
    if (first === "tables") {
      if (second === undefined) continue;
      unreliable.add(`tables.${String(second)}`);
      delete tables[String(second)];
    } else if (field !== "undefined" && field !== "schema" && field !== "trial") {
      unreliable.add(inTrial ? `trial.${field}` : field);
      const list = holder[field];
      if (LISTS.has(field) && Array.isArray(list) && typeof entry === "number")
        badEntries.set(list, (badEntries.get(list) ?? new Set()).add(entry));
      else delete holder[field];
    }
  }
  for (const [list, bad] of badEntries) list.splice(0, list.length, ...list.filter((_, at) => !bad.has(at)));
  for (const [field, value] of Object.entries(FILLED)) {
    const now = trial[field];
    if (now === undefined || (Array.isArray(now) && now.length === 0)) {
      trial[field] = value;
      unreliable.add(`trial.${field}`);
    }
  }
  const parsed = manifestSchema.safeParse(document);
  return parsed.success ? { manifest: parsed.data, unreliable } : null;
}

/** Tables that cannot be judged, because the manifest does not say (rightly) how their cells are to be read. */
export function unreadableTables(unreliable: ReadonlySet<string>): ReadonlySet<TableName> {
  const out = new Set<TableName>();
  for (const path of unreliable) {
    if (path.startsWith("tables.")) out.add(path.slice("tables.".length) as TableName);
    if (path === "valueRules")
      for (const t of ["measurements", "observations", "biomarkers", "outcomes"] as const) out.add(t);
    // With the seals unknown, no outcome may stand in a message.
    if (path === "sealed") out.add("outcomes");
  }
  return out;
}

/** Whether a fault found later rests on a part of the manifest that could not be read. */
export function restsOn(
  unreliable: ReadonlySet<string>,
  where: { readonly column?: string; readonly path?: string } | undefined,
): boolean {
  const path = where?.path;
  if (
    path !== undefined &&
    [...unreliable].some((p) => path === p || path.startsWith(`${p}.`) || path.startsWith(`${p}[`))
  )
    return true;
  if (path?.startsWith("sealed") && (unreliable.has("trial.arms") || unreliable.has("trial.sites"))) return true;
  return (
    (where?.column === "site" && unreliable.has("trial.sites")) ||
    (where?.column === "arm" && unreliable.has("trial.arms"))
  );
}
