import type { KeyboardEvent } from "react";
import { type KeyAct, keyAct } from "./keys.ts";
import type { Pen } from "./pen.ts";

/** Hears keys inside the viewers, where no text or choice is being entered. */
export const onViewerKey =
  (pen: Pen, act: (act: KeyAct) => void) =>
  (event: KeyboardEvent): void => {
    const { target } = event;
    if (target instanceof HTMLElement && target.closest("input:not([type=checkbox]), select, textarea")) return;
    const found = keyAct(event, pen);
    if (!found) return;
    event.preventDefault();
    act(found);
  };
