import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { BUILDERS, sourceFolder, writeTrial } from "./write-trials.ts";

/** `build-demo DATA_FOLDER [TRIALS_FOLDER] [TRIAL …]`: rebuilds the bundled demo trials from the reference data. */
const [data, target = fileURLToPath(new URL("../../../../packages/demo/trials", import.meta.url)), ...only] =
  process.argv.slice(2);
if (!data) {
  console.error("Usage: build-demo DATA_FOLDER [TRIALS_FOLDER] [TRIAL …]. DATA_FOLDER is ../shared/data.");
  process.exit(2);
}
for (const [name, build] of Object.entries(BUILDERS)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const trial = await build(sourceFolder(resolve(data)));
  await writeTrial(trial, join(resolve(target), name));
  const bytes = [...trial.values()].reduce((sum, file) => sum + file.length, 0);
  console.error(`${name}: ${trial.size} files, ${(bytes / 1e6).toFixed(2)} MB`);
}
