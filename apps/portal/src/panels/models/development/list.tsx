import type { DevelopmentLine } from "@nadir/api/models";
import Link from "../../../ui/link.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Scroll } from "../../../ui/scroll.tsx";

const KINDS = { models: "models", lesions: "from lesions to patient" } as const;

export function DevelopmentsTable({ developments }: { developments: readonly DevelopmentLine[] }) {
  return (
    <Scroll label="Developments">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Plan</th>
            <th scope="col">Compares</th>
            <th scope="col" className="number">
              Patients
            </th>
            <th scope="col">Trial</th>
            <th scope="col">By</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {developments.map((d) => (
            <tr key={d.id}>
              <th scope="row">
                <Link href={`/models/developments/${d.id}`} className="underline underline-offset-2">
                  {d.plan}
                </Link>
              </th>
              <td>{KINDS[d.kind]}</td>
              <td className="number">{d.subjects}</td>
              <td>{d.trial}</td>
              <td>{d.by}</td>
              <td>
                <Moment at={d.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
