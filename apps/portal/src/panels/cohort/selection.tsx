"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { MOST_KEPT } from "./cohort-address.ts";
import { type ListedPatient, unpackPatients } from "./listed-patients.ts";

export type Choosing = "only" | "add" | "toggle";

export interface Selection {
  readonly chosen: ReadonlySet<string>;
  /** `only` these; these as well; or each of them turned over. */
  readonly choose: (keys: readonly string[], how: Choosing) => void;
  readonly clear: () => void;
  /** The patients that the page shows. */
  readonly shown: readonly ListedPatient[];
}

const context = createContext<Selection>({ chosen: new Set(), choose: () => {}, clear: () => {}, shown: [] });
export const useSelection = (): Selection => useContext(context);

/** The patients chosen on this page: one set for every plot, the list and the address. */
export function SelectionProvider({
  initial,
  shown: packed,
  children,
}: {
  initial: readonly string[];
  /** By `packPatients`. */
  shown: string;
  children: ReactNode;
}) {
  const shown = useMemo(() => unpackPatients(packed), [packed]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(initial));
  const given = initial.join(",");
  // Another address of the same page (back, forward) brings its own selection.
  useEffect(() => setChosen(new Set(given === "" ? [] : given.split(","))), [given]);
  const choose = useCallback((keys: readonly string[], how: Choosing) => {
    setChosen((before) => {
      if (how === "only") return new Set(keys);
      const next = new Set(before);
      for (const key of keys)
        if (how === "toggle" && before.has(key)) next.delete(key);
        else next.add(key);
      return next;
    });
  }, []);
  const clear = useCallback(() => setChosen(new Set()), []);
  useEffect(() => {
    const address = new URL(window.location.href);
    const text = chosen.size > MOST_KEPT ? "" : [...chosen].sort().join(",");
    if ((address.searchParams.get("sel") ?? "") === text) return;
    if (text === "") address.searchParams.delete("sel");
    else address.searchParams.set("sel", text);
    window.history.replaceState(null, "", address);
  }, [chosen]);
  const value = useMemo(() => ({ chosen, choose, clear, shown }), [chosen, choose, clear, shown]);
  return <context.Provider value={value}>{children}</context.Provider>;
}

/** Takes the selection along with a form of the page. */
export function SelectionField() {
  const { chosen } = useSelection();
  return chosen.size === 0 || chosen.size > MOST_KEPT ? null : (
    <input type="hidden" name="sel" value={[...chosen].sort().join(",")} />
  );
}
