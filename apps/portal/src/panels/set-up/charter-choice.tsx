"use client";

import type { ReadingCharter } from "@nadir/domain";
import { box } from "../../ui/box.ts";

const WAYS = {
  "two-adjudicated": "Two blinded readers, with adjudication",
  two: "Two blinded readers, without adjudication",
  one: "One blinded reader",
  none: "Not yet: reading is opened later",
} as const;
type Way = keyof typeof WAYS;

const wayOf = (charter: ReadingCharter | null): Way =>
  charter === null ? "none" : charter.readers === 1 ? "one" : charter.adjudication ? "two-adjudicated" : "two";

/** How scans are read from the first patient on. */
export function CharterChoice({
  charter,
  onChange,
}: {
  charter: ReadingCharter | null;
  onChange: (charter: ReadingCharter | null) => void;
}) {
  const choose = (way: Way) =>
    onChange(
      way === "none"
        ? null
        : {
            ...charter,
            readers: way === "one" ? 1 : 2,
            adjudication: way === "two-adjudicated",
            sumDiffersPercent: charter?.sumDiffersPercent ?? null,
          },
    );
  return (
    <label className="grid max-w-md gap-1">
      Readers
      <select value={wayOf(charter)} onChange={(event) => choose(event.target.value as Way)} className={box}>
        {Object.entries(WAYS).map(([way, words]) => (
          <option key={way} value={way}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
