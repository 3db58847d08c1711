/** What is typed into a form and not sent yet, by the names of its fields. */
export type TypedFields = Readonly<Record<string, string>>;

const ROOT = "nadir.typed/";

/**
 * Kept in the tab, under the person's id and what the form is about (a patient on an agenda, a protocol): nobody else sees it,
 * and nothing else gets it.
 */
export const formPlace = (person: string, about: string, form: string): string => `${ROOT}${person}/${about}/${form}`;

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export function typedAt(store: Store, place: string): TypedFields | null {
  try {
    const text = store.getItem(place);
    const found: unknown = text === null ? null : JSON.parse(text);
    if (typeof found !== "object" || found === null) return null;
    const fields = Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return fields.length > 0 ? Object.fromEntries(fields) : null;
  } catch {
    return null;
  }
}

/** Keeps what is typed; fields that are empty are nothing, and a form of only such is not kept. Answers whether it is kept now. */
export function keepTyped(store: Store, place: string, typed: TypedFields): boolean {
  const fields = Object.entries(typed).filter(([, value]) => value.trim() !== "");
  try {
    if (fields.length === 0) store.removeItem(place);
    else store.setItem(place, JSON.stringify(Object.fromEntries(fields)));
    return fields.length > 0;
  } catch {
    // A browser that keeps nothing still proposes: and nothing is said to be kept.
    return false;
  }
}

/** What somebody else typed in this tab before is gone for whoever signs in after. */
export function forgetOthers(store: Store, person: string): void {
  try {
    const places = Array.from({ length: store.length }, (_, n) => store.key(n));
    for (const place of places)
      if (place?.startsWith(ROOT) && !place.startsWith(`${ROOT}${person}/`)) store.removeItem(place);
  } catch {
    // Nothing is kept here at all.
  }
}
