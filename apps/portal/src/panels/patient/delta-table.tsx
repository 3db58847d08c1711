"use client";

import type { DeltaDetail } from "@nadir/api/read";
import { useState } from "react";
import { classNames } from "../../ui/class-names.ts";
import { FeatureLink } from "../../ui/feature-link.tsx";
import { familyWords, REASON_WORDS } from "../../ui/feature-words.ts";
import { percent, significant } from "../../ui/figures.ts";
import { Scroll } from "../../ui/scroll.tsx";

type Row = DeltaDetail["rows"][number];

/** A change of more than this is drawn at the end of the bar. */
const CAP = 1;

export function DeltaTable({ rows, label }: { rows: readonly Row[]; label: string }) {
  const present = [...new Set(rows.map((r) => r.family))];
  const [family, choose] = useState(present[0] ?? "");
  const shown = rows.filter((r) => r.family === (present.includes(family) ? family : present[0]));
  return (
    <>
      <fieldset className="flex flex-wrap gap-1.5 px-4 py-2.5">
        <legend className="sr-only">Feature family</legend>
        {present.map((f) => (
          <button
            key={f}
            type="button"
            aria-pressed={f === family}
            onClick={() => choose(f)}
            className={classNames(
              "rounded-md border px-2 py-0.5 text-sm",
              f === family
                ? "border-accent bg-accent-soft font-semibold"
                : "border-line text-soft hover:border-line-strong",
            )}
          >
            {familyWords(f)} <span className="text-faint">{rows.filter((r) => r.family === f).length}</span>
          </button>
        ))}
      </fieldset>
      <Scroll label={`Change of features, ${label}`}>
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Feature</th>
              <th scope="col">IBSI</th>
              <th scope="col" className="number">
                Baseline
              </th>
              <th scope="col" className="number">
                Follow-up
              </th>
              <th scope="col">Unit</th>
              <th scope="col" className="number">
                Change
              </th>
              <th scope="col" className="w-48">
                −100 % to +100 %
              </th>
              <th scope="col" className="number">
                From nadir
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.key}>
                <th scope="row" className="font-normal" title={row.key}>
                  <FeatureLink id={row.id}>{row.name}</FeatureLink>
                </th>
                <td>
                  <code className="font-mono text-xs text-faint">{row.code ?? "none"}</code>
                </td>
                <td className="number computed">{row.baseline === null ? "" : significant(row.baseline)}</td>
                <td className="number computed">{row.followup === null ? "" : significant(row.followup)}</td>
                <td className="text-faint">{row.unit === "1" ? "" : row.unit}</td>
                <td className="number computed">
                  {row.relative === null ? (
                    <span className="font-normal text-faint">{REASON_WORDS[row.reasons.relative ?? ""] ?? "none"}</span>
                  ) : (
                    percent(row.relative * 100)
                  )}
                </td>
                <td>{row.relative === null ? null : <ChangeBar change={row.relative} />}</td>
                <td className="number">{row.nadirRelative === null ? "" : percent(row.nadirRelative * 100)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

/** Left of the middle is less, right is more; an arrow where the change goes on beyond the end. */
function ChangeBar({ change }: { change: number }) {
  const length = (Math.min(CAP, Math.abs(change)) / CAP) * 50;
  const isBeyond = Math.abs(change) > CAP;
  return (
    <svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none" className="h-2.5 w-44 text-ink">
      <line x1="50" y1="0" x2="50" y2="10" stroke="currentColor" strokeWidth="0.5" opacity="0.5" />
      <rect
        x={change < 0 ? 50 - length : 50}
        y="2"
        width={length}
        height="6"
        fill={change < 0 ? "var(--series-1)" : "var(--series-2)"}
      />
      {isBeyond ? <path d={change < 0 ? "M0 5 4 0v10z" : "M100 5 96 0v10z"} fill="currentColor" /> : null}
    </svg>
  );
}
