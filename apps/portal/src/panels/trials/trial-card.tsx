import type { TrialCard as Card } from "@nadir/api/read";
import type { ReadsOfTrial } from "@nadir/api/reads";
import { buttonLook } from "../../ui/button.tsx";
import { criterionName, diseaseName } from "../../ui/criterion-names.ts";
import { count } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { Provenance } from "../../ui/provenance.tsx";
import { ReadsWaiting } from "./reads-waiting.tsx";

/** One trial: what it holds in figures, how it judges, and whose data it is. */
export function TrialCard({
  trial,
  reads,
  queries = 0,
}: {
  trial: Card;
  reads?: ReadsOfTrial | undefined;
  /** How many questions wait for this reader. */
  queries?: number;
}) {
  const figures = [
    { name: "patients", value: trial.subjects },
    { name: "visits", value: trial.visits },
    ...(trial.measurements === null ? [] : [{ name: "measurements", value: trial.measurements }]),
    { name: "images", value: trial.images },
  ];
  return (
    <article className="flex min-w-0 flex-col gap-3 rounded-md border border-line bg-surface p-4">
      <header className="grid gap-0.5">
        <h2 className="text-lg font-semibold leading-snug">
          <Link href={`/trials/${trial.key}`} className="underline-offset-4 hover:underline">
            {trial.title}
          </Link>
        </h2>
        <p className="text-sm text-faint">
          {diseaseName(trial.disease)} · <code className="font-mono text-xs">{trial.key}</code>
        </p>
      </header>
      <dl className="flex flex-wrap justify-between gap-x-3 gap-y-2 border-y border-line py-2.5">
        {figures.map(({ name, value }) => (
          <div key={name} className="flex flex-col-reverse">
            <dt className="text-xs text-faint">{name}</dt>
            <dd className="text-xl font-semibold">{count(value)}</dd>
          </div>
        ))}
      </dl>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
        <dt className="text-faint">Judged by</dt>
        <dd>
          {trial.criteria.map((id, i) => (
            <span key={id}>
              {i > 0 ? ", " : ""}
              <span className={id === trial.primaryCriterion ? "font-semibold" : undefined}>
                {criterionName(id)}
                {id === trial.primaryCriterion ? " (primary)" : ""}
              </span>
            </span>
          ))}
        </dd>
        <dt className="text-faint">Arms, sites</dt>
        <dd>
          {trial.arms}, {trial.sites}
        </dd>
        <dt className="text-faint">Your role</dt>
        <dd>{trial.roles.join(", ")}</dd>
      </dl>
      {trial.roles.some((role) => role === "reader" || role === "adjudicator") ? (
        <Link href={`/trials/${trial.key}/reads`} className={buttonLook("plain", "justify-self-start self-start")}>
          {trial.roles.includes("reader") ? "Reading queue" : "Reads that differ"}
          <span className="sr-only"> of {trial.title}</span>
        </Link>
      ) : null}
      {reads ? <ReadsWaiting reads={reads} /> : null}
      {queries > 0 ? (
        <p className="text-sm">
          <Link href={`/trials/${trial.key}/reads#queries`} className="font-semibold underline underline-offset-2">
            {queries === 1 ? "1 query waits for you" : `${count(queries)} queries wait for you`}
          </Link>
        </p>
      ) : null}
      {trial.simulatedVisits > 0 ? (
        <p className="text-sm">
          <span className="rounded-sm border border-dashed border-line-strong px-1.5 py-px font-medium">simulated</span>{" "}
          {count(trial.simulatedVisits)} of {count(trial.visits)} visits are simulated follow-ups of real scans.
        </p>
      ) : null}
      {trial.provenance ? (
        <div className="mt-auto">
          <Provenance provenance={trial.provenance} />
        </div>
      ) : null}
    </article>
  );
}
