import { z } from "zod";

/** What a person may do; roles are sets of these, held per trial and (optionally) site. */
export const permission = z.enum([
  "read-record",
  "read-blinded",
  "enter-data",
  "randomise",
  "unblind",
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
  coordinator: ["read-record", "enter-data", "randomise", "unblind", "import", "export"],
  reader: ["read-blinded", "measure", "sign"],
  adjudicator: ["read-blinded", "adjudicate", "sign"],
  board: ["read-record", "decide", "sign", "read-report"],
  statistician: ["read-blinded", "write-protocol", "lock-protocol", "open-outcomes", "sign", "read-report", "export"],
  "data-manager": ["read-record", "import", "export", "see-audit", "lock-data", "read-report"],
  administrator: ["read-record", "import", "export", "see-audit", "lock-data", "administer", "read-report"],
};

/** What a permission lets one do, as it is told to people: `may …`. */
export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  "read-record": "read the whole record",
  "read-blinded": "see the record blinded",
  "enter-data": "enter data",
  randomise: "randomise",
  unblind: "unblind an arm in an emergency",
  import: "import files",
  measure: "measure lesions",
  adjudicate: "adjudicate reads",
  decide: "decide at the tumour board",
  sign: "sign",
  "write-protocol": "write validation protocols",
  "lock-protocol": "lock protocols",
  "open-outcomes": "open sealed outcomes",
  "read-report": "read reports",
  export: "export",
  "see-audit": "see the audit log",
  "lock-data": "lock the data",
  administer: "look after people and roles",
};

/** What a role may do, in words and in the order of the permissions. */
export const mayDo = (held: Role): string => PERMISSIONS[held].map((p) => PERMISSION_WORDS[p]).join(", ");
