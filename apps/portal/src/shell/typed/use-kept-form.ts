import { type RefObject, useEffect, useState } from "react";
import { forgetOthers, formPlace, keepTyped, type TypedFields, typedAt } from "./kept-form.ts";

/** How a form's text stands in this tab: nothing is kept, it is kept as it is typed, or it came back from before. */
export type KeptState = "none" | "kept" | "back";

const fieldsOf = (form: HTMLFormElement): TypedFields =>
  Object.fromEntries(
    [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );

/**
 * Keeps what is typed into the fields of a form until it is sent, so that a look at another page loses nothing. `note` at each
 * keystroke; `clear` once it is recorded, or thrown away.
 */
export function useKeptForm(
  form: RefObject<HTMLFormElement | null>,
  { person, about, name }: { readonly person: string; readonly about: string; readonly name: string },
) {
  const place = formPlace(person, about, name);
  const [state, setState] = useState<KeptState>("none");
  useEffect(() => {
    forgetOthers(sessionStorage, person);
    const typed = typedAt(sessionStorage, place);
    if (!typed || !form.current) return;
    for (const [field, value] of Object.entries(typed)) {
      const at = form.current.elements.namedItem(field);
      if (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement)
        at.value = value;
    }
    setState("back");
  }, [form, place, person]);
  return {
    state,
    note: () => {
      if (form.current) setState(keepTyped(sessionStorage, place, fieldsOf(form.current)) ? "kept" : "none");
    },
    clear: () => {
      keepTyped(sessionStorage, place, {});
      form.current?.reset();
      setState("none");
    },
  };
}
