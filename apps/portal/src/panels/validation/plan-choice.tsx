import { fieldWords } from "@nadir/domain";
import { blank, type Json, optionAt, optionName, type PlanNode, tagOf } from "./plan-node.ts";
import { type DrawPart, Parts } from "./plan-parts.tsx";
import { box } from "./plan-text.tsx";

/** A part that is one of several kinds: a block of this or that kind, or a word in its place (a penalty of "none"). */
export function PlanChoice({
  name,
  options,
  value,
  onChange,
  draw,
}: {
  name: string;
  options: readonly PlanNode[];
  value: Json;
  onChange: (value: Json) => void;
  draw: DrawPart;
}) {
  const at = optionAt(options, value);
  const chosen = options[Math.max(0, at)] ?? {};
  const tag = tagOf(options);
  return (
    <>
      <select
        aria-label={`${fieldWords(name)}: kind`}
        className={box}
        value={at}
        onChange={(e) => onChange(blank(options[Number(e.target.value)] ?? {}))}
      >
        {options.map((option, n) => (
          <option key={optionName(options, option)} value={n}>
            {optionName(options, option)}
          </option>
        ))}
      </select>
      {chosen.properties ? (
        // Another kind has fields of its own, whatever was typed into those of the kind before.
        <Parts key={at} node={chosen} value={value} {...(tag ? { skip: tag } : {})} onChange={onChange} draw={draw} />
      ) : null}
    </>
  );
}
