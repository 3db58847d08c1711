import type { ReadDocument } from "@nadir/domain";

/** What was typed and not kept by the server yet, in this tab: it outlives a reload and a new sign-in. */
interface KeptHere {
  readonly version: number;
  readonly document: ReadDocument;
}

const placeOf = (session: string): string => `nadir.read/${session}`;

export function keptHere(session: string): KeptHere | null {
  try {
    const text = sessionStorage.getItem(placeOf(session));
    return text === null ? null : (JSON.parse(text) as KeptHere);
  } catch {
    return null;
  }
}

export function keepHere(session: string, kept: KeptHere | null): void {
  try {
    if (kept === null) sessionStorage.removeItem(placeOf(session));
    else sessionStorage.setItem(placeOf(session), JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing still reads; the server keeps the draft.
  }
}
