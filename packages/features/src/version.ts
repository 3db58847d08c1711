/** Raised whenever a value may change. Part of every provenance and of the identity of a stored vector. */
export const ENGINE_VERSION = "0.3.3";
/** Raised whenever the list of features or their order changes. */
export const CATALOGUE_VERSION = "nadir-5";
