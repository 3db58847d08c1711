import type { MadeExport } from "@nadir/api/deidentify";
import { count } from "../../ui/figures.ts";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** The exports that the person has made of this trial, to be fetched again. */
export function MadeExports({ made }: { made: readonly MadeExport[] }) {
  return (
    <Panel id="made" title="Exports you made" note="Each is the trial as it stood when the export was made." flush>
      <Scroll label="Exports you made">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Made</th>
              <th scope="col" className="number">
                Patients
              </th>
            </tr>
          </thead>
          <tbody>
            {made.map(({ jobId, name, at, patients }) => (
              <tr key={jobId}>
                <th scope="row">
                  <a href={`/api/exports/${jobId}`} className="underline underline-offset-2" download>
                    {name}
                  </a>
                </th>
                <td>
                  <Moment at={at} />
                </td>
                <td className="number">{count(patients)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
