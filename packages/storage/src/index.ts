export { openLocalStore } from "./local-store.ts";
export type { ObjectStore } from "./object-store.ts";
