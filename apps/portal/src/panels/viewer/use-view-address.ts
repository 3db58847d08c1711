"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { type ViewInAddress, viewIn, withView } from "./view-address.ts";

/** How long the view stands still before the address follows it. */
const PAUSE_MS = 300;

/** The view that the address named when the page was opened, and how what is looked at now gets into it: in place, no new history. */
export function useViewAddress(): {
  first: ViewInAddress;
  note: (change: Partial<ViewInAddress>) => void;
} {
  const search = useSearchParams();
  const [first] = useState(() => viewIn(new URLSearchParams(search)));
  const waiting = useRef<{ change: Partial<ViewInAddress>; timer: ReturnType<typeof setTimeout> | undefined }>({
    change: {},
    timer: undefined,
  });
  const note = useCallback((change: Partial<ViewInAddress>) => {
    const of = waiting.current;
    of.change = { ...of.change, ...change };
    clearTimeout(of.timer);
    of.timer = setTimeout(() => {
      const { pathname, search: now, hash } = window.location;
      const next = withView(now, of.change);
      of.change = {};
      if (next !== now) window.history.replaceState(null, "", `${pathname}${next}${hash}`);
    }, PAUSE_MS);
  }, []);
  // A page that was left takes no address of another.
  useEffect(() => () => clearTimeout(waiting.current.timer), []);
  return { first, note };
}
