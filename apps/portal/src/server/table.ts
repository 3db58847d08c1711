import type { Caller } from "./request-context.ts";

/** A table as it leaves in a file. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}
export type MakeTable = (caller: Caller, trial: string, asked: URLSearchParams) => Promise<Table>;
