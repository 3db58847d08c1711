// A thread starts without the TypeScript loader of the process that made it.
import { register } from "tsx/esm/api";

register();
const { task, region, share } = await import("./feature-worker.ts");

export { region, share, task };
