export { type CardRest, cardOfSignature } from "./card-of.ts";
export { type Comparable, comparable, comparableWith } from "./comparable.ts";
export {
  type Beside,
  type DevelopmentDetail,
  type DevelopmentLine,
  type DevelopmentRecord,
  developmentDetail,
  developmentLine,
  type LesionsRecord,
  type Measured,
  type ModelsRecord,
} from "./development-record.ts";
export { listDevelopments, readDevelopment } from "./list-developments.ts";
export {
  listModels,
  type ModelDetail,
  type ModelList,
  type ModelRow,
  modelDetail,
  modelList,
  readModel,
  storedModels,
} from "./list-models.ts";
export {
  type MonitoringChoices,
  type MonitoringDetail,
  type MonitoringRecord,
  monitoringChoices,
  monitoringWish,
} from "./monitoring-record.ts";
export { readMonitoring } from "./read-monitoring.ts";
export { type Registered, registerFor, registerModel } from "./register-model.ts";
