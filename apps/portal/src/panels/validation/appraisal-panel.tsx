import type { AppraisalView } from "@nadir/api/trial-validation";
import { buttonLook } from "../../ui/button.tsx";
import { Hash } from "../../ui/hash.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";

/** Who assessed the study by QUADAS-2, and the way to one's own form. */
export function AppraisalPanel({ protocolId, appraisal }: { protocolId: string; appraisal: AppraisalView }) {
  return (
    <Panel
      id="appraisal"
      title="QUADAS-2"
      aside={
        <a href={`/validation/${protocolId}/appraisal`} className={buttonLook("plain")}>
          {appraisal.own === null
            ? "Fill in the form"
            : appraisal.own.state === "draft"
              ? "Continue your draft"
              : "Open your form"}
        </a>
      }
      flush
    >
      <p className="border-b border-line px-4 py-2 text-sm text-soft">
        Self-assessment of risk of bias and applicability. A form that is final before the report is filed is printed in
        it.
      </p>
      <AppraisalVersions lines={appraisal.lines} />
    </Panel>
  );
}

export function AppraisalVersions({ lines }: { lines: AppraisalView["lines"] }) {
  if (lines.length === 0) return <p className="p-4 text-sm text-faint">No form of this study yet.</p>;
  return (
    <ul className="divide-y divide-line text-sm">
      {lines.map((line) => (
        <li key={`${line.person} ${line.version}`} className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-2">
          <span className="font-medium">{line.person}</span>
          <span>
            version {line.version}, {line.state === "draft" ? "draft (only you see it)" : "final"}
          </span>
          <Moment at={line.at} />
          <Hash value={line.documentHash} />
        </li>
      ))}
    </ul>
  );
}
