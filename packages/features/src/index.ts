export { CATALOGUE, catalogueEntryOf } from "./catalogue/catalogue.ts";
export { configFor, DEFAULT_CONFIG, type ImageKind, parseConfig } from "./config.ts";
export { delta, vanished } from "./delta.ts";
export { diagnostics } from "./diagnostics.ts";
export { type ExtractInput, extract } from "./extract.ts";
export { IBSI_1_CONFIGS } from "./ibsi-configs.ts";
export { fromVector, identityFor, nameOf, toVector, type VectorIdentity, vectorIdentity } from "./vector.ts";
export { CATALOGUE_VERSION, ENGINE_VERSION } from "./version.ts";
