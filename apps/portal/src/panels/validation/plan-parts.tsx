import { fieldWords } from "@nadir/domain";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { blank, isRecord, type Json, type PlanNode } from "./plan-node.ts";

/** Draws one part of a part of the plan. */
export type DrawPart = (part: string, node: PlanNode, value: Json, change: (v: Json) => void) => ReactNode;

/** The parts of an object; one that may be left out is added and taken away by a button. */
export function Parts({
  node,
  value,
  skip,
  onChange,
  draw,
}: {
  node: PlanNode;
  value: Json;
  skip?: string;
  onChange: (value: Json) => void;
  draw: DrawPart;
}) {
  const record = isRecord(value) ? value : {};
  return (
    <>
      {Object.entries(node.properties ?? {}).map(([part, partNode]) => {
        if (part === skip) return null;
        const isThere = record[part] !== undefined || (node.required ?? []).includes(part);
        if (!isThere)
          return (
            <Button
              key={part}
              variant="quiet"
              className="justify-self-start"
              onClick={() => onChange({ ...record, [part]: blank(partNode) })}
            >
              Add {fieldWords(part).toLowerCase()}
            </Button>
          );
        return draw(part, partNode, record[part], (v) => onChange({ ...record, [part]: v }));
      })}
    </>
  );
}
