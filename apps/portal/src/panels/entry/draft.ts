import type { EntryForm, EntryTable } from "@nadir/api/entry";

/** What a form is made of, without the keys of all patients: there are thousands. */
export type FormOfEntry = Omit<EntryForm, "subjects">;

/** One row as it is being typed. `of`: the row on record that it corrects, in the version that was seen. */
export interface DraftRow {
  readonly id: string;
  readonly table: EntryTable;
  readonly cells: Readonly<Record<string, string>>;
  readonly of?: { readonly id: string; readonly version: number };
  readonly isRetracted?: boolean;
}

/** An entry that has not been recorded. Its number is made once: sent twice, it is recorded once. */
export interface Draft {
  readonly entry: string;
  readonly rows: readonly DraftRow[];
  readonly reason: string;
}

export const newDraft = (): Draft => ({ entry: crypto.randomUUID(), rows: [], reason: "" });

/** Kept in the tab, under the person's id: it outlives a reload and a new sign-in, and nobody else sees it. */
export const draftPlace = (person: string, trial: string, subject: string | null): string =>
  `nadir.entry/${person}/${trial}/${subject ?? ""}`;

export function storedDraft(place: string): Draft | null {
  try {
    const text = sessionStorage.getItem(place);
    return text === null ? null : (JSON.parse(text) as Draft);
  } catch {
    return null;
  }
}

export function storeDraft(place: string, draft: Draft): void {
  try {
    if (draft.rows.length === 0) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing still enters.
  }
}
