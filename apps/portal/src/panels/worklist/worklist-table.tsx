import type { TrialWork, WorkItem } from "@nadir/api/worklist";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText, withDays } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { UnbrokenDays } from "../../ui/unbroken-days.tsx";
import { KIND_WORDS } from "./kind-words.ts";
import { MoveMark, StateMark } from "./marks.tsx";

/**
 * What is to be done in one trial, the most pressing first. On a tablet whose move it is and the days stand under the state, so
 * that what is to be done needs no scrolling sideways.
 */
export function WorklistTable({ work, days }: { work: TrialWork; days: DayStyle }) {
  return (
    <Scroll label={`Work in ${work.trial.title}`}>
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">What</th>
            <th scope="col">State</th>
            <th scope="col" className={WIDE}>
              Whose move
            </th>
            <th scope="col" className={`number ${WIDE}`}>
              From
            </th>
            <th scope="col" className={`number ${WIDE}`}>
              To
            </th>
            <th scope="col">To be done</th>
          </tr>
        </thead>
        <tbody>
          {work.items.map((item) => (
            <tr key={item.id} id={item.id} className="align-top">
              <th scope="row">
                <Link href={placeOf(work.trial.key, item)} className="underline underline-offset-2">
                  {item.subject}
                </Link>
                <span className="block min-w-28 whitespace-normal text-xs font-normal text-faint">{item.site}</span>
              </th>
              <td className="whitespace-nowrap">
                {KIND_WORDS[item.kind].one}
                {item.visit ? <span className="block text-xs text-faint">{item.visit}</span> : null}
              </td>
              <td>
                <StateMark state={item.state} />
                <div className="text-xs text-faint xl:hidden">
                  <MoveMark move={item.move} />
                  {item.from ? (
                    <span className="block whitespace-nowrap">
                      {item.to
                        ? `${dayText(item.from, days)} to ${dayText(item.to, days)}`
                        : `from ${dayText(item.from, days)} on`}
                    </span>
                  ) : null}
                </div>
              </td>
              <td className={WIDE}>
                <MoveMark move={item.move} />
              </td>
              <td className={`number ${WIDE}`}>{item.from ? dayText(item.from, days) : ""}</td>
              <td className={`number ${WIDE}`}>{toText(item, days)}</td>
              <td className="min-w-44 whitespace-normal! wrap-anywhere">
                {item.criterion ? (
                  <span className="mr-2 inline-flex items-baseline gap-1.5">
                    {criterionName(item.criterion)} <ResponseMark label={item.label} />
                  </span>
                ) : null}
                <UnbrokenDays text={withDays(item.what, days)} />{" "}
                {item.kind === "query" ? null : (
                  <Link
                    href={`/trials/${work.trial.key}/patients/${item.subject}?ask=${encodeURIComponent(item.id)}#queries`}
                    aria-label={`Ask about ${item.subject}, ${KIND_WORDS[item.kind].one} ${item.visit ?? ""}`}
                    className="whitespace-nowrap text-faint underline underline-offset-2"
                  >
                    Ask
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Shown from the width on at which all columns have room. */
const WIDE = "hidden xl:table-cell";

const toText = ({ from, to }: WorkItem, days: DayStyle) =>
  to ? dayText(to, days) : from ? <span className="text-faint">open</span> : "";

/** Where the thing is done or seen. */
function placeOf(trial: string, { subject, kind, visit, id }: WorkItem): string {
  const patient = `/trials/${trial}/patients/${subject}`;
  if (kind === "visit") {
    const planned = id.startsWith("visit/") && visit ? `&visit=${encodeURIComponent(visit)}` : "";
    return `/trials/${trial}/enter?subject=${encodeURIComponent(subject)}${planned}`;
  }
  if (id.startsWith("scan/") && visit)
    return `/trials/${trial}/enter?subject=${encodeURIComponent(subject)}&scan=${encodeURIComponent(visit)}#scan`;
  if (kind === "query") return `${patient}#queries`;
  if (kind === "confirmation") return `${patient}#response`;
  return kind === "scan" || kind === "read" ? `${patient}#images` : patient;
}
