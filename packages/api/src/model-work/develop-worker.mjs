// A thread starts without the TypeScript loader of the process that made it.
import { register } from "tsx/esm/api";

register();
const { developed } = await import("./develop-worker.ts");

export { developed };
