import type { WorkItem } from "@nadir/api/worklist";
import { classNames } from "../../ui/class-names.ts";

/** Whose move it is: one colour, one shape and one word each. */
const MOVES = {
  coordinator: { word: "coordinator", look: "text-[var(--series-1)]" },
  reader: { word: "reader", look: "text-[var(--series-2)]" },
  adjudicator: { word: "adjudicator", look: "text-[var(--series-4)]" },
  "data-manager": { word: "data manager", look: "text-[var(--series-3)]" },
} as const;

export const moveWord = (move: WorkItem["move"]): string => MOVES[move].word;

export function MoveMark({ move }: { move: WorkItem["move"] }) {
  const { word, look } = MOVES[move];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={`The next step is the ${word}'s`}>
      <svg aria-hidden="true" viewBox="0 0 10 10" className={classNames("size-3 shrink-0", look)}>
        {move === "coordinator" ? <path d="M1 1h8v8H1z" fill="currentColor" /> : null}
        {move === "reader" ? <circle cx="5" cy="5" r="4.5" fill="currentColor" /> : null}
        {move === "adjudicator" ? <path d="M5 0l5 5-5 5-5-5z" fill="currentColor" /> : null}
        {move === "data-manager" ? <path d="M5 .5 9.8 9.5H.2z" fill="currentColor" /> : null}
      </svg>
      {word}
    </span>
  );
}

const STATES = {
  overdue: { word: "overdue", look: "font-semibold text-bad" },
  due: { word: "due now", look: "font-semibold text-warn" },
  waiting: { word: "waiting", look: "text-ink" },
  coming: { word: "not yet", look: "text-faint" },
} as const;

export function StateMark({ state }: { state: WorkItem["state"] }) {
  const { word, look } = STATES[state];
  return <span className={classNames("whitespace-nowrap", look)}>{word}</span>;
}
