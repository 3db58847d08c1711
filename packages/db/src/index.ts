/** The seam of the database: who acts, in one transaction, and what the log and the seals can be asked. */
export {
  type Anchor,
  type AuditEntry,
  type AuditVerdict,
  appendAudit,
  auditHead,
  eventHash,
  FIRST_PREV_HASH,
  sentenceOf,
  verifyAudit,
} from "./audit.ts";
export type { TamperedRow } from "./audit-rows.ts";
export { connect, type Database } from "./connect.ts";
export { MIGRATIONS } from "./migrations.ts";
export { refusalOf } from "./refusals.ts";
export {
  createTestSet,
  joinedKey,
  type KeyHalves,
  newKeyHalves,
  openOutcomes,
  putMembers,
  type SealedOutcome,
  storeOutcomes,
} from "./sealed.ts";
export { speaksForLesion } from "./speaking-mask.ts";
export {
  type Columns,
  formerVersions,
  retract,
  supersede,
  VERSIONED_TABLES,
  type VersionedTable,
} from "./supersede.ts";
export { asAuditor, asModeller, asPerson, asSystem, inNameOf, planByValue, SYSTEM, type Tx } from "./transaction.ts";
