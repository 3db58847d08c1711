"use client";

import type { ReadLine } from "@nadir/api/reads";
import { useMutation } from "@tanstack/react-query";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { Moment } from "../../ui/moment.tsx";
import { useGo } from "../../ui/on-its-way.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { PLACE_WORDS } from "./read-words.ts";

const STATE_WORDS = { waiting: "○ waiting", draft: "◐ draft", signed: "✓ signed" } as const;

/** A reader's own reads: what is begun, what can be read next, what is signed. */
export function QueueTable({
  trial,
  lines,
  days,
  isLocked,
}: {
  trial: string;
  lines: readonly ReadLine[];
  days: DayStyle;
  /** The trial's data are locked: no read is begun or gone on with. */
  isLocked: boolean;
}) {
  const go = useGo();
  const take = useMutation(useProcedures().reads.take.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const begin = ({ subject, visit }: ReadLine) =>
    act(async () => {
      const { session } = await take.mutateAsync({ trial, subject, visit });
      go(`/trials/${trial}/reads/${session}`);
    });
  return (
    <div className="grid">
      {problems.length > 0 ? (
        <div className="p-4">
          <Refused problems={problems} />
        </div>
      ) : null}
      <Scroll label="Scans to read">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Patient</th>
              <th scope="col">Scan</th>
              <th scope="col">State</th>
              <th scope="col">You read as</th>
              <th scope="col">Last kept or signed</th>
              <th scope="col">
                <span className="sr-only">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.subject} ${line.visit}`}>
                <th scope="row">{line.subject}</th>
                <td>
                  {line.visit}, {dayText(line.date, days)}
                </td>
                <td className="whitespace-nowrap">
                  {STATE_WORDS[line.state]}
                  {line.isAmendment ? ", amendment" : ""}
                </td>
                <td>{line.place ? PLACE_WORDS[line.place] : "a free place"}</td>
                <td>{line.at ? <Moment at={line.at} /> : <span className="text-faint">not yet</span>}</td>
                <td>
                  {line.session ? (
                    <Link href={`/trials/${trial}/reads/${line.session}`} className={buttonLook("plain")}>
                      {line.state === "draft" && !isLocked ? "Go on" : "Look"}
                      <span className="sr-only">
                        {line.state === "draft" && !isLocked ? " with " : " at "}
                        {line.subject}, {line.visit}
                      </span>
                    </Link>
                  ) : isLocked ? (
                    <span className="text-sm text-faint">once the data are unlocked</span>
                  ) : line.isNext ? (
                    <Button variant="primary" disabled={isBusy} onClick={() => void begin(line)}>
                      Read
                      <span className="sr-only">
                        {" "}
                        {line.subject}, {line.visit}
                      </span>
                    </Button>
                  ) : (
                    <span className="text-sm text-faint">after the scan before it</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}
