import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const everywhere = {
  // How long a test or a hook may take before it counts as one that hangs. No test is about speed, and what takes a minute
  // here takes several on a slow machine: so one generous limit for all, and none of its own for any.
  testTimeout: 900_000,
  hookTimeout: 900_000,
  expect: { poll: { timeout: 60_000 } },
};

/**
 * A worker keeps what it has loaded from one test file to the next: loading every module afresh for each file took half of
 * the time. Only for files that change nothing that another could meet.
 */
const loadedOnce = { isolate: false };

/**
 * One project a kind of test: what is pure runs without a server, what needs Postgres shares one that the set-up starts, and
 * what runs `nadir` shares a program that is compiled once.
 */
export default defineConfig({
  test: {
    passWithNoTests: false,
    // Vitest leaves one core free, which on two cores leaves the other test file waiting.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "pure",
          include: [
            "packages/{domain,kernels,imaging,features,response,statistics,charts,risk,storage,demo}/**/*.test.ts",
            "validation/{conformance,simulate}/**/*.test.ts",
            "infra/**/*.test.mjs",
          ],
          exclude: ["**/node_modules/**", "**/dist/**"],
          ...everywhere,
          ...loadedOnce,
        },
      },
      {
        test: {
          name: "commands",
          include: ["packages/cli/src/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**"],
          globalSetup: ["packages/cli/src/testing/global-setup.ts"],
          ...everywhere,
          ...loadedOnce,
        },
      },
      {
        test: {
          name: "database",
          include: [
            "packages/{db,api}/**/*.test.ts",
            "packages/cli/test/**/*.test.ts",
            "validation/{harness,benchmarks}/**/*.test.ts",
            "apps/{worker,portal}/src/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", "**/dist/**"],
          globalSetup: ["packages/db/src/testing/global-setup.ts", "packages/cli/src/testing/global-setup.ts"],
          ...everywhere,
        },
      },
    ],
  },
});
