"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { MOST_KEPT, selectionIn, withSelection } from "./cohort-address.ts";
import { type ListedPatient, unpackPatients } from "./listed-patients.ts";

export type Choosing = "only" | "add" | "toggle";

export interface Selection {
  /** Of the patients shown. */
  readonly chosen: ReadonlySet<string>;
  /** Chosen too, by the address or under another filter, but not among the patients shown: nothing here stands for them. */
  readonly elsewhere: readonly string[];
  /** `only` these; these as well; or each of them turned over. */
  readonly choose: (keys: readonly string[], how: Choosing) => void;
  readonly clear: () => void;
  /** The patients that the page shows. */
  readonly shown: readonly ListedPatient[];
}

const context = createContext<Selection>({
  ...{ chosen: new Set<string>(), elsewhere: [], choose: () => {}, clear: () => {}, shown: [] },
});
export const useSelection = (): Selection => useContext(context);

interface Kept {
  readonly kept: ReadonlySet<string>;
  /** Read from the address; what was chosen here is still to be written there. */
  readonly isOfAddress: boolean;
}

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
  const [{ kept, isOfAddress }, setKept] = useState<Kept>(() => ({ kept: new Set(initial), isOfAddress: true }));
  const given = initial.join(",");
  // Another address of the same page (back, forward) brings its own selection. The page may be an older one, drawn before
  // anybody was chosen: who was chosen then stands in the address alone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew with each other page
  useEffect(() => {
    const { pathname } = window.location;
    const read = () => {
      if (window.location.pathname !== pathname) return;
      setKept({ kept: new Set(selectionIn(window.location.search)), isOfAddress: true });
    };
    read();
    window.addEventListener("popstate", read);
    return () => window.removeEventListener("popstate", read);
  }, [given]);
  const choose = useCallback((keys: readonly string[], how: Choosing) => {
    setKept(({ kept: before }) => {
      if (how === "only") return { kept: new Set(keys), isOfAddress: false };
      const next = new Set(before);
      for (const key of keys)
        if (how === "toggle" && before.has(key)) next.delete(key);
        else next.add(key);
      return { kept: next, isOfAddress: false };
    });
  }, []);
  const clear = useCallback(() => setKept({ kept: new Set(), isOfAddress: false }), []);
  useEffect(() => {
    const address = isOfAddress ? null : withSelection(window.location.href, kept);
    if (address !== null) window.history.replaceState(null, "", address);
  }, [kept, isOfAddress]);
  const value = useMemo(() => {
    const here = new Set(shown.map(({ subject }) => subject));
    const [chosen, elsewhere] = [new Set<string>(), [] as string[]];
    for (const key of kept)
      if (here.has(key)) chosen.add(key);
      else elsewhere.push(key);
    return { chosen, elsewhere, choose, clear, shown };
  }, [kept, choose, clear, shown]);
  return <context.Provider value={value}>{children}</context.Provider>;
}

/** Takes the selection along with a form of the page. */
export function SelectionField() {
  const { chosen, elsewhere } = useSelection();
  const kept = [...chosen, ...elsewhere];
  return kept.length === 0 || kept.length > MOST_KEPT ? null : (
    <input type="hidden" name="sel" value={kept.sort().join(",")} />
  );
}
