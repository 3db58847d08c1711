import type { ProtocolDetail } from "@nadir/api/trial-validation";
import { isImportedModel } from "@nadir/domain";
import type { ReactNode } from "react";
import { buttonLook } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";

const quantities = {
  estimate: "the AUC",
  lower: "the lower limit of its interval",
  upper: "the upper limit of its interval",
} as const;

/** What was written down before anyone saw an outcome. The whole text is in the report. */
export function PlanPanel({ id, document: d }: { id: string; document: ProtocolDetail["document"] }) {
  const rows: { name: string; value: ReactNode }[] = [
    { name: "Question", value: d.intendedUse.clinicalQuestion },
    { name: "Population", value: d.population.eligibility.text },
    { name: "Moment of prediction", value: d.indexTime.definition },
    { name: "Predictors", value: d.predictors.map((p) => p.label).join("; ") || "none of this record" },
    ...(isImportedModel(d.model)
      ? [
          {
            name: "Model",
            value: `Developed elsewhere by ${d.model.attestation.developedBy}, tested by ${d.model.attestation.testedBy}. Attested, not proven: ${d.model.attestation.attestedBy}, frozen ${d.model.attestation.frozenOn}.`,
          },
        ]
      : []),
    {
      name: "Primary endpoint",
      value: d.endpoints.find((e) => e.id === d.primary.endpoint)?.definition ?? d.primary.endpoint,
    },
    {
      name: "Success rule",
      value: d.primary.success.map((s) => `${quantities[s.quantity]} ${s.is} ${s.than}`).join(" and "),
    },
    {
      name: "Conclusive only with",
      value: `at least ${d.primary.conclusiveOnlyWith.events} subjects with and ${d.primary.conclusiveOnlyWith.nonEvents} without the outcome`,
    },
    { name: "Secondary analyses", value: d.secondary.map((s) => s.title).join("; ") || "none" },
    { name: "Claims not made", value: d.intendedUse.claimsNotMade.join("; ") },
    { name: "Known beforehand", value: d.identity.priorKnowledge.statement },
  ];
  return (
    <Panel
      title="The plan"
      aside={
        <span className="flex flex-wrap items-center gap-2">
          {d.identity.family}, version {d.identity.version}
          <a href={`/api/protocols/${id}/md`} download className={buttonLook("plain")}>
            For a registry
          </a>
          <a href={`/api/protocols/${id}/json`} download className={buttonLook("plain")}>
            Plan as JSON
          </a>
        </span>
      }
    >
      <dl className="grid gap-x-4 gap-y-2 text-sm md:grid-cols-[12rem_1fr]">
        {rows.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="max-w-[90ch]">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
