export { type PartsFeatures, partsFeatures, readPartsFeatures } from "./read-parts.ts";
export { readVasariFeatures, type VasariFeatures, vasariFeatures } from "./read-vasari.ts";
export { draftVasari, signVasari, type VasariForm, vasariForm } from "./record-vasari.ts";
