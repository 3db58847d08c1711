"use client";

import { fieldWords } from "@nadir/domain";
import { type ReactNode, useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { PlanChoice } from "./plan-choice.tsx";
import { fieldHelp } from "./plan-help.ts";
import { blank, isRecord, type Json, optionsOf, type PlanNode, scalarFrom } from "./plan-node.ts";
import { Parts } from "./plan-parts.tsx";
import { box, PlanText } from "./plan-text.tsx";

export interface PlanFieldProps {
  readonly name: string;
  readonly node: PlanNode;
  readonly value: Json;
  /** Dotted path in the document, positions of lists included. */
  readonly path: string;
  readonly faults: ReadonlyMap<string, string>;
  readonly onChange: (value: Json) => void;
}

/** One field of the plan, with its meaning and what is wrong with it; parts within parts are drawn the same way. */
export function PlanField({ name, node, value, path, faults, onChange }: PlanFieldProps) {
  const id = useId();
  // Text boxes keep what they began with: once an entry is taken out, those after it get boxes of their own.
  const [removed, setRemoved] = useState(0);
  const help = fieldHelp[path.replace(/\.\d+/g, "")];
  const fault = faults.get(path);
  const described = [help ? `${id}-help` : "", fault ? `${id}-fault` : ""].filter(Boolean).join(" ") || undefined;
  const within = (part: string, partNode: PlanNode, partValue: Json, change: (v: Json) => void, label = part) => (
    <PlanField
      key={part}
      name={label}
      node={partNode}
      value={partValue}
      path={`${path}.${part}`}
      faults={faults}
      onChange={change}
    />
  );
  const told = (
    <>
      {help ? (
        <p id={`${id}-help`} className="text-xs text-faint">
          {help}
        </p>
      ) : null}
      {fault ? (
        <p id={`${id}-fault`} role="alert" className="text-xs font-medium text-bad">
          × {fault}
        </p>
      ) : null}
    </>
  );
  const labelled = (control: ReactNode) => (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {fieldWords(name)}
      </label>
      {told}
      {control}
    </div>
  );
  const group = (content: ReactNode) => (
    <fieldset className="grid gap-3 rounded-md border border-line p-3" aria-describedby={described}>
      <legend className="px-1 text-sm font-semibold">{fieldWords(name)}</legend>
      {told}
      {content}
    </fieldset>
  );

  if (node.const !== undefined) return labelled(<input id={id} className={box} value={String(node.const)} readOnly />);
  const options = optionsOf(node);
  if (options?.some((o) => o.properties))
    return group(<PlanChoice name={name} options={options} value={value} onChange={onChange} draw={within} />);
  if (options)
    return labelled(
      <PlanText
        id={id}
        value={value}
        described={described}
        read={(text) => scalarFrom(options, text)}
        onChange={onChange}
      />,
    );
  if (node.enum)
    return labelled(
      <select
        id={id}
        className={box}
        value={String(value ?? "")}
        aria-describedby={described}
        onChange={(e) => onChange(e.target.value)}
      >
        {node.enum.map((word) => (
          <option key={word}>{word}</option>
        ))}
      </select>,
    );
  const list = Array.isArray(value) ? (value as readonly Json[]) : [];
  const replaced = (at: number, v: Json) => list.map((old, n) => (n === at ? v : old));
  if (node.prefixItems)
    return group(
      <div className="grid gap-3 sm:grid-cols-2">
        {node.prefixItems.map((part, at) =>
          within(String(at), part, list[at], (v) => onChange(replaced(at, v)), at === 0 ? "first" : "second"),
        )}
      </div>,
    );
  if (node.type === "array" && node.items?.enum) {
    const words = node.items.enum;
    return group(
      <div className="flex flex-wrap gap-x-5 gap-y-1.5">
        {words.map((word) => (
          <label key={word} className="flex items-center gap-1.5 text-sm">
            <input
              type="checkbox"
              checked={list.includes(word)}
              onChange={(e) => onChange(words.filter((w) => (w === word ? e.target.checked : list.includes(w))))}
            />
            {word}
          </label>
        ))}
      </div>,
    );
  }
  if (
    node.type === "array" &&
    (node.items?.type === "string" || node.items?.type === "number" || node.items?.type === "integer")
  )
    return labelled(
      <textarea
        id={id}
        rows={Math.min(6, list.length + 1)}
        className={box}
        aria-describedby={described}
        defaultValue={list.join("\n")}
        onChange={(e) => {
          const lines = e.target.value.split("\n").flatMap((l) => (l.trim() === "" ? [] : [l.trim()]));
          onChange(node.items?.type === "string" ? lines : lines.map(Number));
        }}
      />,
    );
  if (node.type === "array")
    return group(
      <>
        {list.map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no name of their own while they are written
          <div key={`${removed} ${at}`} className="grid gap-1.5">
            {within(String(at), node.items ?? {}, part, (v) => onChange(replaced(at, v)), `${name} ${at + 1}`)}
            <Button
              variant="quiet"
              className="justify-self-end"
              onClick={() => {
                setRemoved((n) => n + 1);
                onChange(list.filter((_, n) => n !== at));
              }}
            >
              Remove {fieldWords(name).toLowerCase()} {at + 1}
            </Button>
          </div>
        ))}
        <Button className="justify-self-start" onClick={() => onChange([...list, blank(node.items ?? {})])}>
          Add to {fieldWords(name).toLowerCase()}
        </Button>
      </>,
    );
  if (node.type === "object" && node.properties)
    return group(<Parts node={node} value={value} onChange={onChange} draw={within} />);
  if (node.type === "object") {
    const table = isRecord(value) ? value : {};
    return labelled(
      <textarea
        id={id}
        rows={3}
        className={`${box} font-mono`}
        aria-describedby={described}
        placeholder="word = number, one a line"
        defaultValue={Object.entries(table)
          .map(([word, number]) => `${word} = ${String(number)}`)
          .join("\n")}
        onChange={(e) =>
          onChange(
            Object.fromEntries(
              e.target.value.split("\n").flatMap((line) => {
                const cut = line.lastIndexOf("=");
                return cut < 0 ? [] : [[line.slice(0, cut).trim(), Number(line.slice(cut + 1))]];
              }),
            ),
          )
        }
      />,
    );
  }
  if (node.type === "boolean")
    return (
      <label className="flex flex-wrap items-center gap-2 text-sm font-medium">
        <input type="checkbox" checked={value === true} onChange={(e) => onChange(e.target.checked)} />{" "}
        {fieldWords(name)}
        {told}
      </label>
    );
  if (node.type === "number" || node.type === "integer")
    return labelled(
      <input
        id={id}
        type="number"
        step={node.type === "integer" ? 1 : "any"}
        className={`${box} max-w-48 tabular-nums`}
        aria-describedby={described}
        value={typeof value === "number" ? value : ""}
        onChange={(e) => onChange(e.target.value === "" ? undefined : Number(e.target.value))}
      />,
    );
  return labelled(<PlanText id={id} value={value} described={described} onChange={onChange} />);
}
