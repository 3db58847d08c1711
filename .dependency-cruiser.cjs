/**
 * The arrows of the house (docs/architecture.md), as rules that fail the build.
 * A room may import the rooms listed for it and nothing else of ours; circles are refused everywhere.
 */
const rooms = {
  "packages/domain": [],
  "packages/kernels": [],
  "packages/imaging": ["packages/domain"],
  "packages/features": ["packages/domain", "packages/imaging", "packages/kernels"],
  "packages/response": ["packages/domain"],
  "packages/statistics": ["packages/domain", "packages/kernels"],
  "packages/charts": ["packages/domain"],
  "packages/risk": ["packages/domain", "packages/response", "packages/features", "packages/statistics"],
  "packages/storage": ["packages/domain"],
  "packages/db": ["packages/domain"],
  "packages/demo": ["packages/domain"],
  "packages/api": [
    "packages/domain",
    "packages/imaging",
    "packages/features",
    "packages/response",
    "packages/statistics",
    "packages/charts",
    "packages/risk",
    "packages/storage",
    "packages/db",
  ],
  "validation/simulate": ["packages/domain", "packages/imaging", "packages/demo"],
  "validation/conformance": [
    "packages/domain",
    "packages/imaging",
    "packages/features",
    "packages/response",
    "packages/statistics",
    "packages/risk",
  ],
  "validation/harness": [
    "packages/domain",
    "packages/risk",
    "packages/statistics",
    "packages/charts",
    "packages/db",
    "packages/storage",
    "packages/api",
  ],
  "validation/benchmarks": ["packages/", "validation/"],
  "apps/worker": ["packages/(domain|db|storage|api)", "validation/harness"],
  "apps/portal": ["packages/(domain|imaging|features|response|charts|db|storage|api)"],
  "packages/cli": [
    "packages/(domain|imaging|features|response|risk|statistics|charts|db|storage|api|demo)",
    "validation/(harness|conformance|simulate)",
  ],
};
const testOnly = "(\\.(test|spec)\\.tsx?$|/test/|/testing/|/e2e/)";
const anyRoom = "^(apps|packages|validation)/";
const roomRules = Object.entries(rooms).map(([room, below]) => ({
  name: `arrows-of-${room.replace("/", "-")}`,
  comment: `${room} may import only: ${below.join(", ") || "nothing of ours"}`,
  severity: "error",
  from: { path: `^${room}/`, pathNot: testOnly },
  to: { path: anyRoom, pathNot: [`^${room}/`, ...below.map((b) => `^${b}`), "node_modules"] },
}));
const pure = "^packages/(domain|kernels|imaging|features|response|statistics|charts|risk)/src/";

module.exports = {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "pure-packages-stay-pure",
      comment: "no database, clock, file, network or environment below the line",
      severity: "error",
      from: { path: pure, pathNot: testOnly },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "pure-packages-know-no-shell",
      severity: "error",
      from: { path: pure, pathNot: testOnly },
      to: { path: "node_modules/(postgres|drizzle-orm|pg|pg-boss|next|react|better-auth|@trpc)/" },
    },
    {
      name: "no-upward-into-apps",
      severity: "error",
      from: { path: "^(packages|validation)/" },
      to: { path: "^apps/" },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "no-undeclared",
      comment: "every import stands in the package's own package.json",
      severity: "error",
      from: { pathNot: "^(vitest\\.config|infra)" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    ...roomRules,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(\\.next|next-env\\.d\\.ts|/dist/|/coverage/)" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
