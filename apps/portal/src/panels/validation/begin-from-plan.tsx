"use client";

import { useId, useState } from "react";
import { Notice } from "../../ui/notice.tsx";
import { isRecord, type Json, type JsonRecord } from "./plan-node.ts";

const SCHEMA = "nadir.validation-protocol/1";

/** A plan in a file, as a draft to go on from; what was frozen with it belongs to the protocol that it came from. */
export function planFrom(text: string): JsonRecord | string {
  let read: Json;
  try {
    read = JSON.parse(text) as Json;
  } catch {
    return "The file is no JSON; give one that 'Plan as JSON' of a protocol gave, or that nadir validate reads.";
  }
  if (!isRecord(read) || read["schema"] !== SCHEMA)
    return `The file is no plan: its field 'schema' should say ${SCHEMA}.`;
  const { frozen: _, ...plan } = read;
  return plan;
}

/** Fills the editor from a file, instead of two hundred fields by hand; everything in it can be changed before it is saved. */
export function BeginFromPlan({ onPlan }: { onPlan: (plan: JsonRecord) => void }) {
  const id = useId();
  const [refused, setRefused] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const plan = planFrom(await file.text());
    setRefused(typeof plan === "string" ? plan : null);
    if (typeof plan !== "string") onPlan(plan);
  };
  return (
    <div className="grid max-w-[80ch] gap-1 text-sm">
      <label htmlFor={id} className="font-medium">
        Begin from a plan in a file
      </label>
      <p id={`${id}-help`} className="text-faint">
        A JSON file, as the page of a protocol gives it under “Plan as JSON”. It replaces what stands below. Give it a
        family of its own, and version 1.
      </p>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        aria-describedby={`${id}-help`}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      {refused ? (
        <Notice kind="refusal" title="Nothing was filled in." live>
          {refused}
        </Notice>
      ) : null}
    </div>
  );
}
