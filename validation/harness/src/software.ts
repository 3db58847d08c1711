import harness from "../package.json" with { type: "json" };

/** What computed the figures; part of the locked protocol. */
export const SOFTWARE = {
  harness: harness.version,
  statistics: harness.version,
  runtime: `Node ${process.versions.node.split(".")[0]}`,
} as const;
