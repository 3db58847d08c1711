import { z } from "zod";

/** What a person may do; roles are sets of these, held per trial and (optionally) site. */
export const permission = z.enum([
  "read-record",
  "read-blinded",
  "enter-data",
  "randomise",
  "import",
  "measure",
  "adjudicate",
  "decide",
  "sign",
  "write-protocol",
  "lock-protocol",
  "open-outcomes",
  "read-report",
  "export",
  "see-audit",
  "lock-data",
  "administer",
]);
export type Permission = z.infer<typeof permission>;

export const role = z.enum([
  "coordinator",
  "reader",
  "adjudicator",
  "board",
  "statistician",
  "data-manager",
  "administrator",
]);
export type Role = z.infer<typeof role>;

export const PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  coordinator: ["read-record", "enter-data", "randomise", "import", "export"],
  reader: ["read-blinded", "measure", "sign"],
  adjudicator: ["read-blinded", "adjudicate", "sign"],
  board: ["read-record", "decide", "sign", "read-report"],
  statistician: ["read-blinded", "write-protocol", "lock-protocol", "open-outcomes", "sign", "read-report", "export"],
  "data-manager": ["read-record", "import", "export", "see-audit", "lock-data", "read-report"],
  administrator: ["read-record", "import", "export", "see-audit", "lock-data", "administer", "read-report"],
};
