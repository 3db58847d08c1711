#!/usr/bin/env node
/** Checks infra/container without a container engine: the compose file by the specification's schema, both by our rules. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { composeProblems, composeSchemaProblems, containerfileProblems } from "./container-rules.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(root, "infra", "container");
const document = parse(readFileSync(join(folder, "compose.yaml"), "utf8"), { merge: true });
const wanted = Object.values(document.services).flatMap((service) => service.build?.target ?? []);

const problems = [
  ...composeSchemaProblems(document),
  ...composeProblems(document, {
    exists: (context, file) => existsSync(resolve(folder, context, file)),
  }),
].map((problem) => `infra/container/compose.yaml: ${problem}`);
problems.push(
  ...containerfileProblems(readFileSync(join(folder, "Containerfile"), "utf8"), {
    wanted,
    exists: (path) => existsSync(join(root, path)),
  }).map((problem) => `infra/container/Containerfile: ${problem}`),
);
for (const problem of problems) console.error(problem);
console.log(
  `${Object.keys(document.services).length} services, ${new Set(wanted).size} stages; ${problems.length} problems.`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
