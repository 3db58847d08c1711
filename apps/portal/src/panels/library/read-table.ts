import { type EvidenceTable, evidenceTable } from "@nadir/domain";

export type TableRead = { readonly table: EvidenceTable } | { readonly faults: readonly string[] };

/** The table of a file, or what is wrong with it, each fault with its place. */
export function readTable(text: string, name: string): TableRead {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { faults: [`${name} is not JSON: ${(error as Error).message}`] };
  }
  const parsed = evidenceTable.safeParse(document);
  if (parsed.success) return { table: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join(".") || name}: ${message}`) };
}
