import type { Finding } from "@nadir/api/health";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** By a mark and a word besides the colour. */
const STATES = {
  well: { mark: "✓", word: "fine", look: "text-good" },
  note: { mark: "!", word: "look at it", look: "text-warn" },
  lacks: { mark: "✗", word: "broken", look: "text-bad" },
} as const;

/** What was looked at of the installation, what is broken first, and what to do about it. */
export function HealthTable({ findings }: { findings: readonly Finding[] }) {
  const order = ["lacks", "note", "well"];
  const sorted = [...findings].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const broken = findings.filter(({ state }) => state === "lacks").length;
  const noted = findings.filter(({ state }) => state === "note").length;
  const aside =
    broken + noted === 0
      ? "all is fine"
      : [broken ? `${broken} broken` : "", noted ? `${noted} to look at` : ""].filter(Boolean).join(", ");
  return (
    <Panel id="health" title="What is looked at" aside={aside} flush>
      <Scroll label="What is looked at">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">State</th>
              <th scope="col">Found</th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ what, state, found, mend }) => (
              <tr key={what} data-health={what} data-state={state}>
                <th scope="row" className="whitespace-nowrap align-top">
                  {what}
                </th>
                <td className={`whitespace-nowrap align-top font-medium ${STATES[state].look}`}>
                  <span aria-hidden>{STATES[state].mark}</span> {STATES[state].word}
                </td>
                <td className="min-w-64 align-top">{found}</td>
                <td className="min-w-64 align-top text-soft">{mend ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
