import type { MeetingDetail } from "@nadir/api/board";
import Link from "next/link";
import { Scroll } from "../../ui/scroll.tsx";
import { StandingMark } from "./standing-mark.tsx";

/** Who is heard, in order, with the question and what came of it. */
export function AgendaTable({ meeting }: { meeting: MeetingDetail }) {
  return (
    <Scroll label="Agenda">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Question</th>
            <th scope="col">Standing</th>
            <th scope="col">Decision</th>
          </tr>
        </thead>
        <tbody>
          {meeting.cases.map(({ id, subject, question, standing, decision }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`/trials/${meeting.trial}/board/${meeting.id}/${subject}`} className="underline">
                  {subject}
                </Link>
              </th>
              <td className="max-w-[60ch]">{question}</td>
              <td>
                <StandingMark standing={standing} />
              </td>
              <td>
                {decision ? (
                  <Link href={`/trials/${meeting.trial}/board/${meeting.id}/${subject}/letter`} className="underline">
                    {decision}
                  </Link>
                ) : (
                  <span className="text-faint">none yet</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
