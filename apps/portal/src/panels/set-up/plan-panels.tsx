import type { PlanOfTrial } from "@nadir/api/set-up";
import { deltaWindowWords, demandWords } from "@nadir/domain";
import { criterionName } from "../../ui/criterion-names.ts";
import { Empty } from "../../ui/empty.tsx";
import Link from "../../ui/link.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { PlanChanges } from "./plan-changes.tsx";

type Plan = PlanOfTrial["plan"];

/** By which criteria the trial judges, and the one that stands first. */
export const CriteriaPanel = ({ criteria }: Pick<Plan, "criteria">) => (
  <Panel id="criteria" title="Response criteria">
    <ul className="grid gap-1 text-sm">
      {criteria.map(({ id, primary, parameters }) => (
        <li key={id}>
          <span className="font-medium">{criterionName(id)}</span>
          {primary ? ", primary" : ""}
          <span className="text-soft">
            :{" "}
            {Object.entries(parameters)
              .map(([name, value]) => `${name} ${value}`)
              .join(", ") || "as published"}
          </span>
        </li>
      ))}
    </ul>
  </Panel>
);

/** The planned visits, each with the days on which it is on time. */
export function SchedulePanel({ schedule, deltaWindow }: Pick<Plan, "schedule" | "deltaWindow">) {
  return (
    <Panel
      id="visits"
      title="Visits"
      note="Days count from the start of treatment, which is day 0; a window includes its first and its last day."
      flush
    >
      {schedule.length === 0 ? (
        <Empty title="No visit is planned">The worklist therefore awaits none.</Empty>
      ) : (
        <Scroll label="Planned visits">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Visit</th>
                <th scope="col" className="number">
                  Day
                </th>
                <th scope="col" className="number">
                  On time from day
                </th>
                <th scope="col" className="number">
                  to day
                </th>
                <th scope="col">Scan</th>
              </tr>
            </thead>
            <tbody>
              {[...schedule]
                .sort((a, b) => a.day - b.day)
                .map(({ id, day, windowBefore, windowAfter, imaging }) => (
                  <tr key={id}>
                    <th scope="row">{id}</th>
                    <td className="number">{signed(day)}</td>
                    <td className="number">{signed(day - windowBefore)}</td>
                    <td className="number">{signed(day + windowAfter)}</td>
                    <td>{imaging === "none" ? "none, clinic alone" : "asked for"}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {deltaWindow ? (
        <p className="border-t border-line px-4 py-2.5 text-sm">
          Change of features is taken from {deltaWindowWords(deltaWindow)}.
        </p>
      ) : null}
    </Panel>
  );
}

const signed = (day: number): string => String(day).replace("-", "\u2212");

/** How images are to be taken, a row a kind. */
export function ImagingPanel({ imagingProtocol }: Pick<Plan, "imagingProtocol">) {
  return (
    <Panel
      id="images"
      title="Imaging protocol"
      aside={imagingProtocol ? `version ${imagingProtocol.version}` : null}
      note="Where an image departs from it is told at import and on the patient's page; nothing is refused for it."
      flush
    >
      {imagingProtocol ? (
        <Scroll label="Imaging protocol">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Image</th>
                <th scope="col">Modality</th>
                <th scope="col">Sequence</th>
                <th scope="col">Description holds</th>
                <th scope="col">At every visit</th>
                <th scope="col">Demands</th>
              </tr>
            </thead>
            <tbody>
              {imagingProtocol.images.map((rule, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two rules may say the same, and none moves
                <tr key={at} className="align-top">
                  <th scope="row">{rule.name}</th>
                  <td>{rule.modality}</td>
                  <td>{rule.sequence ?? "any"}</td>
                  <td>{rule.description ?? "anything"}</td>
                  <td>{rule.required ? "required" : "no"}</td>
                  <td>
                    <ul>
                      {demandWords(rule).map((demand) => (
                        <li key={demand}>{demand}</li>
                      ))}
                    </ul>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : (
        <Empty title="No imaging protocol">Images of this trial are compared with no demands.</Empty>
      )}
    </Panel>
  );
}

/** The versions of the plan, the last first, each with its reason and what it changed. */
export function PlanHistory({ of: { trial, version: asked, history } }: { of: PlanOfTrial }) {
  // Versions in which something else of the trial changed are none of the plan's.
  const shown = history.find(({ version }) => version <= asked)?.version;
  return (
    <Panel
      id="history"
      title="Versions of the plan"
      note="The trial is counted by one plan at a time: an amendment holds from the moment it is made, for past visits too."
    >
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-4 text-sm">
        {history.map(({ version, at, by, reason, isImport, changes }, n) => (
          <li key={version} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
            <p>
              <span className="font-semibold">Version {version}</span>, <Moment at={at} />, by {by}
              {reason ? `: ${reason}` : isImport ? ", by an import of files" : ""}
              {version === shown ? (
                <span className="text-soft"> (shown here)</span>
              ) : (
                <>
                  {" "}
                  <Link
                    href={n === 0 ? `/trials/${trial.key}/plan` : `/trials/${trial.key}/plan?version=${version}`}
                    className="underline underline-offset-2"
                  >
                    Read version {version}
                  </Link>
                </>
              )}
            </p>
            {changes.length > 0 ? <PlanChanges label={`What version ${version} changed`} changes={changes} /> : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
