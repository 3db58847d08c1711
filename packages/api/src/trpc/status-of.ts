import type { TRPC_ERROR_CODE_KEY } from "@trpc/server";

const exact: Readonly<Record<string, TRPC_ERROR_CODE_KEY>> = {
  NOT_ALLOWED: "FORBIDDEN",
  NOT_A_MEMBER: "FORBIDDEN",
  OWN_ROLES: "FORBIDDEN",
  OWN_ACCOUNT: "FORBIDDEN",
  PERSON_ELSEWHERE: "FORBIDDEN",
  SECOND_PERSON_NEEDED: "FORBIDDEN",
  DATA_LOCKED: "CONFLICT",
  PROTOCOL_LOCKED: "CONFLICT",
  NOBODY_UNLOCKS: "CONFLICT",
  NEW_TRIAL_NOT_ALLOWED: "FORBIDDEN",
  ALREADY_OPENED: "CONFLICT",
  ALREADY_DRAWN: "CONFLICT",
  BACKUP_UNDER_WAY: "CONFLICT",
  VERSION_STALE: "CONFLICT",
  SIGNER_NOT_INDEPENDENT: "FORBIDDEN",
  TOO_MANY_FAILURES: "TOO_MANY_REQUESTS",
  UPLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
};

/** The status of a refusal: what is not there, what one may not do, and what is wrong in itself are told apart. */
export function statusOf(refusal: string): TRPC_ERROR_CODE_KEY {
  const known = exact[refusal];
  if (known) return known;
  if (/_(UNKNOWN|NOT_FOUND)$/.test(refusal)) return "NOT_FOUND";
  return "UNPROCESSABLE_CONTENT";
}
