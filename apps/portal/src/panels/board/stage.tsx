"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { Button, buttonLook } from "../../ui/button.tsx";

interface Neighbours {
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * The board's screen, worked by keys: arrows to the patients before and after, digits to the parts of the page, F for the
 * full screen. Keys typed into a field or an image stay theirs.
 */
export function Stage({
  at,
  agenda,
  parts,
  neighbours,
  children,
}: {
  /** Address of the meeting. */
  at: string;
  agenda: string;
  parts: readonly { readonly id: string; readonly label: string }[];
  neighbours: Neighbours;
  children: ReactNode;
}) {
  const router = useRouter();
  const { before, after } = neighbours;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement | null;
      if (target?.closest("input, textarea, select, canvas, dialog")) return;
      const next = { ArrowRight: after, ArrowLeft: before }[event.key];
      if (next) router.push(`${at}/${next}`);
      if (event.key.toLowerCase() === "f") void toggleFullScreen();
      const part = parts[Number(event.key) - 1];
      if (part) document.getElementById(part.id)?.scrollIntoView({ block: "start" });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [router, at, before, after, parts]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <nav
        aria-label="The board"
        className="sticky top-0 z-10 -mx-4 flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-ground px-4 py-1.5 text-sm md:-mx-6 md:px-6"
      >
        <Link href={at} className="underline">
          {agenda}
        </Link>
        <ol className="flex flex-wrap gap-x-3">
          {parts.map(({ id, label }, n) => (
            <li key={id}>
              <a href={`#${id}`} className="inline-block py-1 text-soft hover:text-ink">
                <kbd className="font-sans text-xs text-faint">{n + 1}</kbd> {label}
              </a>
            </li>
          ))}
        </ol>
        <span className="ml-auto flex items-center gap-2">
          {before ? (
            <Link href={`${at}/${before}`} className={buttonLook("plain")} aria-keyshortcuts="ArrowLeft">
              ← {before}
            </Link>
          ) : null}
          {after ? (
            <Link href={`${at}/${after}`} className={buttonLook("plain")} aria-keyshortcuts="ArrowRight">
              {after} →
            </Link>
          ) : null}
          <Button variant="quiet" onClick={() => void toggleFullScreen()} aria-keyshortcuts="F">
            Full screen
          </Button>
        </span>
      </nav>
      {children}
    </div>
  );
}

const toggleFullScreen = () =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
