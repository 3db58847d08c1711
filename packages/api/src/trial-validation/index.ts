export {
  type AppraisalView,
  appraisalView,
  finalAppraisals,
  readAppraisal,
  saveAppraisal,
} from "./appraise-protocol.ts";
export { amendProtocol, createDraft, editDraft, familyTaken } from "./draft-protocol.ts";
export {
  exportProtocol,
  PROTOCOL_DOWNLOADS,
  PROTOCOL_FORMS,
  type ProtocolForm,
  predictionsTable,
  registrationText,
} from "./export-protocol.ts";
export {
  type Addendum,
  type AddendumLine,
  addendumLine,
  addendumLineOf,
  listAddenda,
  readAddendumPage,
} from "./list-addenda.ts";
export { listOpenings, type OpeningLine, openingLine } from "./list-openings.ts";
export { listProtocols, type ProtocolCard, protocolCard } from "./list-protocols.ts";
export { type Lodged, lodgePredictions, writePredictions } from "./lodge-predictions.ts";
export { logRefusal, logRefused, type ProtocolAttempt } from "./log-refusal.ts";
export { type Custodians, open } from "./open-protocol.ts";
export { planSchema } from "./plan-schema.ts";
export { protocolAccess, testSetNames } from "./protocol-access.ts";
export { lockedDocument, type ProtocolRow, readProtocolRow, requireState, writeDocument } from "./protocol-row.ts";
export { type ProtocolDetail, protocolDetail, readProtocol } from "./read-protocol.ts";
export {
  type FiledReport,
  REPORT_FORMS,
  type ReportFile,
  type ReportForm,
  readReport,
  readReportFile,
} from "./read-report.ts";
export { requireAuthenticated, type Signatory, type SignatureMeaning, sign } from "./sign-protocol.ts";
export { closeVoid, voidProtocol } from "./void-protocol.ts";
