"use client";

import { useRouter } from "next/navigation";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useTransition,
} from "react";

/** A page that comes sooner needs no word about its coming. */
const WORD_AFTER_MS = 150;
/** How long it stands that a link was not followed. */
const STAYED_MS = 6000;

interface Ways {
  readonly go: (href: string) => void;
  /** A link was followed (+1), or what it leads to has come (−1). */
  readonly note: (change: 1 | -1) => void;
  /** Without a connection nothing is followed: the browser would put its own page in this one's place, with what was typed on it. */
  readonly stay: () => void;
}
const WaysContext = createContext<Ways | null>(null);

/**
 * Says that the page somebody asked for is on its way. Pages that name a thing have no skeleton, so that an address of nothing
 * answers 404 (`trials/[trial]/layout.tsx`); between a click and such a page this is what shows that the click was taken. It says too when a link is not followed, without a
 * connection.
 */
export function OnItsWay({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [isGoing, start] = useTransition();
  const [followed, setFollowed] = useState(0);
  /** When a link was last not followed; 0 for never, or long ago. */
  const [stayed, setStayed] = useState(0);
  useEffect(() => {
    if (stayed === 0) return;
    const timer = setTimeout(() => setStayed(0), STAYED_MS);
    return () => clearTimeout(timer);
  }, [stayed]);
  const stay = useCallback(() => setStayed((n) => n + 1), []);
  const go = useCallback(
    (href: string) => (navigator.onLine ? start(() => router.push(href)) : stay()),
    [router, stay],
  );
  const ways = useMemo(() => ({ go, stay, note: (change: 1 | -1) => setFollowed((n) => n + change) }), [go, stay]);
  return (
    <WaysContext value={ways}>
      <WayMark isOn={isGoing || followed > 0} hasStayed={stayed > 0} />
      {children}
    </WaysContext>
  );
}

function WayMark({ isOn, hasStayed }: { isOn: boolean; hasStayed: boolean }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isOn) return setLong(false);
    const timer = setTimeout(() => setLong(true), WORD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isOn]);
  return (
    <div role="status" className="print:hidden">
      {hasStayed || (isOn && isLong) ? (
        <p className="fixed inset-x-0 top-0 z-50 mx-auto w-fit rounded-b-md bg-accent px-3 py-1 text-sm text-accent-ink">
          {hasStayed ? "You are offline: this page stays until the connection is back." : "The page is on its way …"}
        </p>
      ) : null}
    </div>
  );
}

/** Goes to an address by an act, as a link does by a click: the page's coming is told. */
export function useGo(): (href: string) => void {
  const router = useRouter();
  const ways = useContext(WaysContext);
  return ways?.go ?? router.push;
}

/** What a link does before it is followed: without a connection it is not, and that is said. */
export function useStayOffline(): (event: { preventDefault: () => void }) => void {
  const stay = useContext(WaysContext)?.stay;
  return (event) => {
    if (navigator.onLine || !stay) return;
    event.preventDefault();
    stay();
  };
}

/** Tells of a link that was followed, for as long as the page it leads to is on its way. */
export function useNoteOnItsWay(isPending: boolean): void {
  const note = useContext(WaysContext)?.note;
  useEffect(() => {
    if (!isPending || !note) return;
    note(1);
    return () => note(-1);
  }, [isPending, note]);
}
