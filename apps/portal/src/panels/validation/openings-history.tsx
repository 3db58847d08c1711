import type { OpeningLine } from "@nadir/api/trial-validation";
import { count } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";

/** Every time that somebody reached for sealed outcomes, in all protocols that the person sees. */
export function OpeningsHistory({ lines }: { lines: readonly OpeningLine[] }) {
  const opened = lines.filter((l) => l.refused === null).length;
  return (
    <Panel
      id="history"
      title="History of openings"
      aside={`${count(opened)} opened, ${count(lines.length - opened)} refused`}
      flush
    >
      {lines.length === 0 ? (
        <p className="p-4 text-sm text-faint">No test set has been opened, and nobody has tried.</p>
      ) : (
        <ul className="divide-y divide-line text-sm">
          {lines.map((l) => (
            <li
              key={`${l.protocolId} ${l.at.toISOString()}`}
              className="grid gap-x-4 px-4 py-2.5 md:grid-cols-[7rem_10rem_1fr]"
            >
              <p className={l.refused ? "font-semibold text-bad" : "font-semibold text-good"}>
                {l.refused ? "× refused" : "✓ opened"}
              </p>
              <p>
                <Moment at={l.at} />
              </p>
              <p>
                {l.testSet} by {l.by}, under{" "}
                <Link href={`/validation/${l.protocolId}`} className="underline underline-offset-2">
                  {l.family} version {l.version}
                </Link>
                {l.refused ? `: ${l.refused.message} ` : `; opening ${l.reuse} of this set`}
                {l.refused ? <code className="font-mono text-xs text-faint">{l.refused.codes.join(", ")}</code> : null}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
