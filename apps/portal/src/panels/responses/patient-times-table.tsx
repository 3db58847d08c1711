import type { TrialEndpoints } from "@nadir/api/responses";
import Link from "../../ui/link.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";

type Time = TrialEndpoints["patients"][number]["pfs"];

const timeText = ({ status, cause, days }: Time): string =>
  `${days} d, ${status === "event" ? (cause ?? "event") : "censored"}`;

/** Each patient's times under the criterion; the rule by which a time ended stands in its title and in the CSV. */
export function PatientTimesTable({ trial, patients }: { trial: string; patients: TrialEndpoints["patients"] }) {
  return (
    <Scroll label="Endpoints by patient" className="max-h-[36rem] overflow-y-auto">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Best, confirmed</th>
            <th scope="col" className="number">
              PFS
            </th>
            <th scope="col" className="number">
              TTP
            </th>
            <th scope="col" className="number">
              OS
            </th>
            <th scope="col" className="number">
              Duration of response
            </th>
            <th scope="col">Durable benefit</th>
          </tr>
        </thead>
        <tbody>
          {patients.map((p) => (
            <tr key={p.subject}>
              <th scope="row">
                <Link href={`/trials/${trial}/patients/${p.subject}`} className="underline underline-offset-2">
                  {p.subject}
                </Link>
              </th>
              <td>
                <ResponseMark label={p.best.confirmed} />
              </td>
              {[p.pfs, p.ttp, p.os].map((time, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three columns that never change places
                <td key={i} className="number computed" title={time.rule}>
                  {timeText(time)}
                </td>
              ))}
              <td className="number computed">
                {p.durationOfResponse
                  ? `${p.durationOfResponse.days} d${p.durationOfResponse.status === "censored" ? ", ongoing" : ""}`
                  : ""}
              </td>
              <td title={p.durableClinicalBenefit.rule}>{p.durableClinicalBenefit.state.replace("-", " ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
