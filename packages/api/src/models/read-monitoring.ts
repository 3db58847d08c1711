import type { Tx } from "@nadir/db";
import { givesProbability, type SignatureForm } from "@nadir/domain";
import { notAllowed } from "../identity/permissions.ts";
import { trialAccess } from "../read/view.ts";
import { readModel } from "./list-models.ts";
import {
  type MonitoringChoices,
  type MonitoringDetail,
  monitoringChoices,
  monitoringDetail,
} from "./monitoring-record.ts";

/** The latest monitoring of a model, how many there were before, and what may be asked. Refuses as `readModel`. */
export async function readMonitoring(tx: Tx, personId: string, modelId: string): Promise<MonitoringChoices> {
  const model = await readModel(tx, personId, modelId);
  const access = await trialAccess(tx, personId, model.trial);
  if (access.view === "reader") return notAllowed("read-record", access.permissions);
  const rows = await latestRows(tx, modelId);
  const endpoints = await tx.sql<MonitoringChoices["endpoints"][number][]>`
    select o.endpoint, bool_and(o.document ->> 'timeDays' is not null) as timed,
           coalesce(array_agg(distinct o.document ->> 'value') filter (where o.document ->> 'value' is not null), '{}') as values
      from record.outcome o
     where o.trial_id = ${access.trialId} and o.superseded_at is null
       and not exists (select from sealed.member m where m.subject_id = o.subject_id)
     group by o.endpoint order by o.endpoint`;
  return monitoringChoices.parse({
    why: whyNot(model.card.signature.form, access.permissions.has("write-protocol"), endpoints.length),
    endpoints,
    latest: rows[0] ?? null,
    earlier: Math.max(0, rows.length - 1),
  });
}

/** The latest monitoring of each model, for what is said beside a score. */
export async function latestMonitoring(tx: Tx, modelIds: readonly string[]): Promise<Map<string, MonitoringDetail>> {
  const found = new Map<string, MonitoringDetail>();
  for (const id of modelIds) {
    const [row] = await latestRows(tx, id);
    if (row) found.set(id, monitoringDetail.parse(row));
  }
  return found;
}

const latestRows = ({ sql }: Tx, modelId: string) => sql<MonitoringDetail[]>`
  select m.id, m.at, coalesce(u.name, m.created_by) as by, m.document as record
    from validation.model_monitoring m left join identity."user" u on u.id = m.created_by
   where m.model_id = ${modelId} order by m.at desc`;

function whyNot(form: SignatureForm, mayAsk: boolean, endpoints: number): string | null {
  if (!givesProbability(form)) return "The model gives a score and no probability: there is no calibration to watch.";
  if (!mayAsk) return "A statistician of the trial has it computed.";
  if (endpoints === 0)
    return "The record holds no outcome of a patient outside sealed test sets: there is nothing to compare the predictions with.";
  return null;
}
