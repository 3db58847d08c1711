import { createHmac } from "node:crypto";
import { canonicalJson, sha256Hex } from "@nadir/domain";

/**
 * A subject as artefacts and reports name it: HMAC-SHA-256 of the pseudonymous key under the trial's key, so that lists
 * can be intersected without carrying record keys. The keys are pseudonymous already; the tag is a name, not a secret.
 */
export const subjectTag = (trialKey: string, subjectKey: string): string =>
  createHmac("sha256", `nadir.subject-tag/1 ${trialKey}`).update(subjectKey).digest("hex");

/** The hash of a list of tags, whatever their order. Shown beside the count; the list itself proves disjointness. */
export const tagsHash = (tags: readonly string[]): string => sha256Hex(canonicalJson([...tags].sort()));
