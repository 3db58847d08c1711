// A thread starts without the TypeScript loader of the process that made it.
import { register } from "tsx/esm/api";

register();
const { task, region } = await import("./feature-worker.ts");

export { region, task };
