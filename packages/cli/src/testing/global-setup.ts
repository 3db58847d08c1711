import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildProgram } from "./built-program.ts";

declare module "vitest" {
  export interface ProvidedContext {
    nadirProgram: string;
  }
}

/** For the vitest projects whose tests run `nadir`: the command line, compiled once a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "nadir-program-"));
  project.provide("nadirProgram", await buildProgram(folder));
  return () => rm(folder, { recursive: true, force: true });
}
