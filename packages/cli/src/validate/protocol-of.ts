import { existsSync } from "node:fs";
import { asSystem, type Database } from "@nadir/db";
import { type ProtocolDocument, type ProtocolState, readProtocol, refuse } from "@nadir/domain";
import { readJson } from "../read-input.ts";

/** A protocol of the record, as far as the command needs it. */
export interface KnownProtocol {
  readonly id: string;
  readonly family: string;
  readonly version: number;
  readonly state: ProtocolState;
  readonly trialKey: string;
  /** Who signed as author; null before the lock. */
  readonly author: string | null;
}

/**
 * The protocol that an argument names: a plan's file (by the family and version inside), an id, or a family (its latest
 * version). Refusal `PROTOCOL_UNKNOWN` with the known ones.
 */
export async function protocolOf(db: Database, named: string): Promise<KnownProtocol> {
  const plan = existsSync(named) ? await planOf(named) : null;
  const family = plan?.identity.family ?? named;
  const all = await asSystem(
    db,
    "find a protocol",
    ({ sql }) => sql<KnownProtocol[]>`
      select p.id, p.family, p.version, p.state, t.key as "trialKey",
             (select s.person_id from validation.signature s
               where s.protocol_id = p.id and s.meaning = 'authored' order by s.at limit 1) as author
        from validation.protocol p join record.trial t on t.id = p.trial_id and t.superseded_at is null
       order by p.family, p.version desc`,
  );
  const found = all.find(
    (p) => p.id === named || (p.family === family && (plan === null || p.version === plan.identity.version)),
  );
  const known = all.map((p) => `${p.family} version ${p.version} (${p.state})`).join("; ");
  return (
    found ??
    refuse("PROTOCOL_UNKNOWN", `There is no protocol '${family}' here; known: ${known || "none"}.`, { found: named })
  );
}

export const planOf = async (file: string): Promise<ProtocolDocument> => readProtocol(await readJson(file));
