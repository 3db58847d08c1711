import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/**
 * How long a test or a hook may take before it counts as one that hangs. No test is about speed, and what takes a minute
 * here takes several on a slow machine: so one generous limit for all, and none of its own for any.
 */
const limits = { testTimeout: 900_000, hookTimeout: 900_000, expect: { poll: { timeout: 60_000 } } };

/** One project a kind of test: what is pure runs without a server, what needs Postgres shares one that the set-up starts. */
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
            "packages/cli/src/**/*.test.ts",
            "validation/{conformance,simulate}/**/*.test.ts",
            "infra/**/*.test.mjs",
          ],
          exclude: ["**/node_modules/**", "**/dist/**"],
          ...limits,
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
          globalSetup: ["packages/db/src/testing/global-setup.ts"],
          ...limits,
        },
      },
    ],
  },
});
