import { canonicalJson } from "@nadir/domain";
import { forgetOthers, formPlace, keepTyped, typedAt } from "../../shell/typed/kept-form.ts";
import { isRecord, type Json, type JsonRecord } from "./plan-node.ts";

/** A plan that is being written, as it is kept in the tab until it is saved. */
export interface TypedPlan {
  readonly draft: JsonRecord;
  readonly reason: string;
  /** The hash of the text that it was begun from; empty where there was none. */
  readonly seen: string;
}

/** Where the plan of one person is kept: that of a protocol (edited or amended), or a new one. */
export const planPlace = (person: string, aim: { readonly kind: string; readonly protocol?: string }): string =>
  formPlace(person, aim.protocol ?? "new", `plan-${aim.kind}`);

type Store = Parameters<typeof keepTyped>[0];

/** Keeps the plan; null: there is nothing to keep. Answers whether it is kept: a full tab, or a browser that keeps nothing, keeps none. */
export const keepPlan = (store: Store, place: string, typed: TypedPlan | null): boolean =>
  keepTyped(
    store,
    place,
    typed === null ? {} : { draft: JSON.stringify(typed.draft), reason: typed.reason, seen: typed.seen },
  );

/** The plan that was being written; null where there is none. What somebody else wrote in this tab is forgotten. */
export function keptPlan(store: Store, place: string, person: string): TypedPlan | null {
  forgetOthers(store, person);
  const { draft: text, reason = "", seen = "" } = typedAt(store, place) ?? {};
  if (text === undefined) return null;
  try {
    const draft = JSON.parse(text) as Json;
    return isRecord(draft) ? { draft, reason, seen } : null;
  } catch {
    return null;
  }
}

/**
 * For an amendment that nobody has begun: what was being typed into the draft when it was locked, as the version that is written
 * now; null where there is none.
 */
export function keptOfDraft(store: Store, person: string, protocol: string, plan: JsonRecord): TypedPlan | null {
  const typed = keptPlan(store, planPlace(person, { kind: "edit", protocol }), person);
  if (!typed) return null;
  const { identity: now } = plan;
  const { identity } = typed.draft;
  return isRecord(identity) && isRecord(now)
    ? { ...typed, seen: "", draft: { ...typed.draft, identity: { ...identity, version: now["version"] } } }
    : null;
}

/** The blocks in which two plans say something else. */
export const blocksThatDiffer = (one: JsonRecord, other: JsonRecord): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((block) => said(one[block]) !== said(other[block]));

// What is left out is nothing, as when it is sent.
const said = (value: Json): string => canonicalJson(JSON.parse(JSON.stringify(value ?? null)));
