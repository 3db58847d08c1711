export { listProtocols, type ProtocolCard, protocolCard } from "./list-protocols.ts";
export { type ProtocolDetail, protocolDetail, readProtocol } from "./read-protocol.ts";
export {
  type FiledReport,
  REPORT_FORMS,
  type ReportFile,
  type ReportForm,
  readReport,
  readReportFile,
} from "./read-report.ts";
