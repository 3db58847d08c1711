import type { TestProject } from "vitest/node";
import { startTestServer, type TestServer } from "./test-server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    nadirTestServer: TestServer;
  }
}

/** For the vitest project "database": one server a run; each test file copies a database from its template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, template, stop } = await startTestServer();
  project.provide("nadirTestServer", { adminUrl, template });
  return stop;
}
