import type { AdjudicationLine } from "@nadir/api/reads";
import Link from "../../ui/link.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { KIND_WORDS, PLACE_WORDS } from "./read-words.ts";

/** Patients whose two reads differ, and what was decided. */
export function AdjudicationsTable({ trial, lines }: { trial: string; lines: readonly AdjudicationLine[] }) {
  return (
    <Scroll label="Adjudications">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Up to</th>
            <th scope="col">Differs in</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="sr-only">What to do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.subject}>
              <th scope="row">{line.subject}</th>
              <td>{line.visit}</td>
              <td>{[...new Set(line.discrepancies.map(({ kind }) => KIND_WORDS[kind]))].join(", ")}</td>
              <td>
                {line.state === "waiting"
                  ? "○ an adjudicator's move"
                  : `✓ ${line.decided ? PLACE_WORDS[line.decided.chosen] : ""} stands`}
              </td>
              <td>
                <Link href={`/trials/${trial}/reads/adjudicate/${line.comparison}`} className="underline">
                  Compare
                  <span className="sr-only"> the reads of {line.subject}</span>
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
