import type { PlanOfTrial } from "@nadir/api/set-up";
import { criterionName } from "../../ui/criterion-names.ts";
import { Scroll } from "../../ui/scroll.tsx";

type Change = PlanOfTrial["history"][number]["changes"][number];

const PARTS = {
  criteria: "Criteria",
  schedule: "Visits",
  deltaWindow: "Visits",
  imagingProtocol: "Imaging protocol",
} as const;

/** What an amendment changes, a row a thing: what it was and what it becomes. */
export function PlanChanges({ label, changes }: { label: string; changes: readonly Change[] }) {
  return (
    <Scroll label={label}>
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">What</th>
            <th scope="col">Was</th>
            <th scope="col">Becomes</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.part} ${change.what}`} className="align-top">
              <td>{PARTS[change.part]}</td>
              <th scope="row">{criterionName(change.what)}</th>
              <td className="min-w-40 wrap-anywhere">{shown(change, change.from)}</td>
              <td className="min-w-40 wrap-anywhere">{shown(change, change.to)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const shown = ({ what }: Change, words: string | null) =>
  words === null ? (
    <span className="text-faint">not part of the plan</span>
  ) : what === "primary criterion" ? (
    criterionName(words)
  ) : (
    words
  );
