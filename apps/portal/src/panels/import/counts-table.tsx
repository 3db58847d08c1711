import { count } from "../../ui/figures.ts";
import { Scroll } from "../../ui/scroll.tsx";
import type { ImportOutcome } from "./import-outcome.ts";

/** From the trial down to what is drawn on its images. */
const order = [
  "trial",
  "site",
  "arm",
  "subject",
  "follow_up",
  "visit",
  "lesion",
  "measurement",
  "non_target_assessment",
  "observation",
  "biomarker",
  "treatment",
  "adverse_event",
  "outcome",
  "image",
  "mask",
];

/** Tables of which the files or the record hold anything. */
export function CountsTable({ counts }: { counts: ImportOutcome["counts"] }) {
  const rows = Object.entries(counts)
    .filter(([, c]) => c.new + c.changed + c.unchanged + c.notInImport > 0)
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return (
    <Scroll label="Rows by table">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col" className="number">
              New
            </th>
            <th scope="col" className="number">
              Changed
            </th>
            <th scope="col" className="number">
              Unchanged
            </th>
            <th scope="col" className="number">
              Not in these files, kept
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([table, c]) => (
            <tr key={table}>
              <th scope="row">{table.replaceAll("_", " ")}</th>
              <td className="number computed">{count(c.new)}</td>
              <td className="number computed">{count(c.changed)}</td>
              <td className="number">{count(c.unchanged)}</td>
              <td className="number">{count(c.notInImport)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
