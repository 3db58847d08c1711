"use client";

import { type CSSProperties, type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import { frameOf, marksOf, SUBJECT, subjectsIn, subjectsWithin } from "./marks.ts";
import { useSelection } from "./selection.tsx";

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
/** A click whose hand trembles is no frame. */
const LEAST_FRAME_PX = 5;

type Box = Pick<CSSProperties, "left" | "top" | "width" | "height">;
interface Start {
  readonly x: number;
  readonly y: number;
  readonly hasMoved: boolean;
}

/** Choosing patients on one drawing: by click, by a frame, by keyboard. `say` tells what the cursor is on. */
export function useChoosing(place: RefObject<HTMLElement | null>, isOn: boolean, say: (words: string) => void) {
  const { chosen, choose, clear } = useSelection();
  const [cursor, setCursor] = useState<Box | null>(null);
  const [band, setBand] = useState<Box | null>(null);
  const at = useRef<string | null>(null);
  const start = useRef<Start | null>(null);

  const boxIn = (frame: { left: number; top: number; right: number; bottom: number }): Box => {
    const own = place.current?.getBoundingClientRect();
    return {
      left: frame.left - (own?.left ?? 0),
      top: frame.top - (own?.top ?? 0),
      width: frame.right - frame.left,
      height: frame.bottom - frame.top,
    };
  };

  const go = (subject: string, root: HTMLElement) => {
    at.current = subject;
    const mark = marksOf(root, subject)[0];
    if (!mark) return;
    mark.scrollIntoView({ block: "nearest", inline: "nearest" });
    const { left, top, right, bottom } = mark.getBoundingClientRect();
    setCursor(boxIn({ left: left - 3, top: top - 3, right: right + 3, bottom: bottom + 3 }));
    const words = mark.querySelector("title")?.textContent ?? subject;
    say(`${words}${chosen.has(subject) ? ", chosen" : ""}`);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const root = place.current;
    if (!root || !isOn || event.ctrlKey || event.metaKey || event.altKey) return;
    const subjects = subjectsIn(root);
    const here = at.current === null ? -1 : subjects.indexOf(at.current);
    const step = STEPS[event.key];
    const next =
      event.key === "Home"
        ? subjects[0]
        : event.key === "End"
          ? subjects.at(-1)
          : step === undefined
            ? undefined
            : subjects[Math.max(0, Math.min(subjects.length - 1, here < 0 ? 0 : here + step))];
    if (next !== undefined) go(next, root);
    else if ((event.key === "Enter" || event.key === " ") && at.current !== null) {
      choose([at.current], "toggle");
      say(`${at.current} ${chosen.has(at.current) ? "no longer chosen" : "chosen"}`);
    } else if (event.key === "Escape") {
      clear();
      setCursor(null);
      say("Selection cleared");
    } else return;
    event.preventDefault();
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (!isOn || event.button !== 0) return;
    start.current = { x: event.clientX, y: event.clientY, hasMoved: false };
    setCursor(null);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const from = start.current;
    // A finger that is drawn over the page scrolls it.
    if (!from || event.pointerType === "touch") return;
    const here = { x: event.clientX, y: event.clientY };
    if (!from.hasMoved && Math.hypot(here.x - from.x, here.y - from.y) < LEAST_FRAME_PX) return;
    if (!from.hasMoved) event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { ...from, hasMoved: true };
    setBand(boxIn(frameOf(from, here)));
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const from = start.current;
    const root = place.current;
    start.current = null;
    setBand(null);
    if (!from || !root) return;
    if (from.hasMoved) {
      const found = subjectsWithin(root, frameOf(from, { x: event.clientX, y: event.clientY }));
      choose(found, event.shiftKey ? "add" : "only");
      say(`${found.length} in the frame`);
      return;
    }
    const subject = (event.target as Element).closest(`[${SUBJECT}]`)?.getAttribute(SUBJECT);
    if (subject) choose([subject], "toggle");
  };
  const onPointerCancel = () => {
    start.current = null;
    setBand(null);
  };
  return { onKeyDown, onPointerDown, onPointerMove, onPointerUp, onPointerCancel, cursor, band };
}
