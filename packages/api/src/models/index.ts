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
export { type Registered, registerModel } from "./register-model.ts";
