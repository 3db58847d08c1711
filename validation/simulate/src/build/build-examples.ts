import { join, resolve } from "node:path";
import { EXAMPLE_BUILDERS, examplesFolder, sourceFolder, writeTrial } from "./write-trials.ts";

/** `build-examples DATA_FOLDER`: rebuilds the trials of the validation examples from the reference data. */
const [data] = process.argv.slice(2);
if (!data) {
  console.error("Usage: build-examples DATA_FOLDER. DATA_FOLDER is ../shared/data.");
  process.exit(2);
}
for (const [name, build] of Object.entries(EXAMPLE_BUILDERS)) {
  const trial = await build(sourceFolder(resolve(data)));
  await writeTrial(trial, join(examplesFolder, name, "trial"));
  console.error(`${name}: ${trial.size} files`);
}
