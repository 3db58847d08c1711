import type { WorkKind } from "@nadir/api/worklist";

/** What each kind of work is called above a list and in a row. */
export const KIND_WORDS: Readonly<Record<WorkKind, { readonly many: string; readonly one: string }>> = {
  visit: { many: "Visits", one: "visit" },
  scan: { many: "Scans", one: "scan" },
  confirmation: { many: "Confirmation scans", one: "confirmation scan" },
  read: { many: "Reads", one: "read" },
  query: { many: "Queries", one: "query" },
};
