"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { useGo } from "../../ui/on-its-way.tsx";
import { chooseTheme } from "../choose-theme.ts";
import type { NavigationEntry } from "../main-navigation.tsx";
import { useProcedures } from "../procedures.tsx";
import type { FormAct } from "./acts.ts";
import { type PaletteEntry, paletteEntries, type TrialViewsOf } from "./entries.ts";
import { focusWhenThere } from "./focus-part.ts";

/** Waits with the question until the typing rests, so that a word is one question and not one a letter. */
const REST_MS = 150;

interface Reach {
  readonly pages: readonly NavigationEntry[];
  readonly views: TrialViewsOf;
  readonly acts: readonly FormAct[];
}

/** Goes anywhere and begins anything from anywhere: Ctrl K or ⌘ K, some letters, Enter. */
export function Palette(props: Reach) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => dialog.current?.close(), []);
  const open = () => {
    dialog.current?.showModal();
    setOpen(true);
  };
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      if (dialog.current?.open) dialog.current.close();
      else {
        dialog.current?.showModal();
        setOpen(true);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <Button variant="quiet" className="px-1 sm:px-3" onClick={open} aria-keyshortcuts="Control+K Meta+K">
        Go to… <kbd className="hidden font-sans text-xs text-faint lg:inline">Ctrl K</kbd>
      </Button>
      <dialog
        ref={dialog}
        aria-label="Go to"
        onClose={() => setOpen(false)}
        className="mx-auto mt-[12vh] w-[min(36rem,calc(100vw-2rem))] rounded-lg border border-line-strong bg-surface p-0 text-ink shadow-xl backdrop:bg-[var(--shade)]"
      >
        {isOpen ? <Search {...props} close={close} /> : null}
      </dialog>
    </>
  );
}

function Search({ pages, views, acts, close }: Reach & { close: () => void }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const [isWanted, setWanted] = useState(false);
  const asked = useRested(text.trim());
  const procedures = useProcedures();
  const { data, isFetching, isError } = useQuery(
    procedures.find.places.queryOptions({ text: asked }, { enabled: asked !== "", placeholderData: keepPreviousData }),
  );
  const isOfBoard = acts.some((act) => act.part === "meetings");
  const meetings = useQuery(procedures.find.meetings.queryOptions(undefined, { enabled: isOfBoard })).data ?? [];
  const path = usePathname();
  const goTo = useGo();
  const id = useId();
  // Without words nothing is asked.
  const isWaiting = text.trim() !== "" && (text.trim() !== asked || isFetching);
  const entries = paletteEntries(
    { pages, views, acts, meetings, path },
    text,
    text.trim() === "" ? null : (data ?? null),
  );
  const at = Math.min(chosen, entries.length - 1);
  const go = useCallback(
    ({ href, part, theme }: PaletteEntry) => {
      close();
      if (theme !== undefined) return chooseTheme(theme);
      goTo(href);
      if (part !== undefined) focusWhenThere(href, part);
    },
    [close, goTo],
  );
  const onKey = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined && entries.length > 0) {
      event.preventDefault();
      setChosen((at + move + entries.length) % entries.length);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      setWanted(true);
    }
  };
  // What is still being asked for may put another entry here: Enter goes once the answer is there.
  const wanted = isWanted && !isWaiting ? entries[at] : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is made anew at each drawing, the place in it is what counts
  useEffect(() => {
    if (wanted === undefined) return;
    setWanted(false);
    go(wanted);
  }, [wanted?.href, wanted?.label, go]);
  return (
    <div>
      <input
        // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type in this field
        autoFocus
        type="text"
        role="combobox"
        aria-label="Patient, trial, protocol, model, meeting, page or act"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={entries.length > 0 ? `${id}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        placeholder="Patient, trial, protocol, model, meeting, page or act"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
          setWanted(false);
        }}
        onKeyDown={onKey}
        className="w-full rounded-t-lg border-0 border-b border-line bg-surface px-4 py-3 text-lg text-ink outline-none placeholder:text-faint"
      />
      <div id={`${id}-list`} role="listbox" aria-label="Places" className="max-h-[50vh] overflow-y-auto p-1.5">
        {entries.map((entry, index) => (
          <div
            key={`${entry.href} ${entry.label}`}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            ref={index === at ? intoView : undefined}
            onMouseMove={() => setChosen(index)}
            onClick={() => go(entry)}
            onKeyDown={onKey}
            className={classNames(
              "flex cursor-pointer items-baseline justify-between gap-4 rounded-md px-2.5 py-1.5 text-sm",
              index === at && "bg-accent-soft",
            )}
          >
            <span className="min-w-0 truncate font-medium">{entry.label}</span>
            <span className="max-w-[55%] shrink-0 truncate text-xs text-soft">{entry.of}</span>
          </div>
        ))}
      </div>
      <p role="status" className="border-t border-line px-4 py-2 text-xs text-soft">
        {isError
          ? "The server did not answer: only pages and acts are listed."
          : entries.length > 0
            ? "↑ ↓ to choose, Enter to go, Esc to close"
            : isWaiting
              ? "Looking…"
              : `Nothing that you may open bears '${text.trim()}'.`}
      </p>
    </div>
  );
}

const intoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });

/** The value as it stood when it last rested. */
function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
