import { useState } from "react";
import { FeatureLink } from "../../../ui/feature-link.tsx";
import { familyWords, REASON_WORDS } from "../../../ui/feature-words.ts";
import { significant } from "../../../ui/figures.ts";
import { Scroll } from "../../../ui/scroll.tsx";
import { unitWords } from "./headline.ts";
import type { LiveTimed } from "./messages.ts";

/** Every value of a region by family, each with its code and unit, linked to its definition. */
export function LiveTable({ features, imageUnit, label }: { features: LiveTimed; imageUnit: string; label: string }) {
  const { result, rows } = features;
  const families = [...new Set(rows.map(({ family }) => family))];
  const [chosen, choose] = useState(families[0] ?? "");
  return (
    <div className="grid gap-2">
      <label className="inline-flex flex-wrap items-center gap-1.5 text-xs text-[#aab6c1]">
        Family
        <select
          value={chosen}
          onChange={(e) => choose(e.target.value)}
          className="rounded-md border border-[#4a5763] bg-[#141b22] px-1.5 py-1 text-sm text-[#e7edf2]"
        >
          {families.map((family) => (
            <option key={family} value={family}>
              {familyWords(family)} ({rows.filter((row) => row.family === family).length})
            </option>
          ))}
        </select>
      </label>
      <Scroll label={`All features, ${label}`} className="max-h-96 overflow-y-auto">
        <table className="w-full text-left text-xs [&_td]:py-0.5 [&_td]:pr-3 [&_th]:py-0.5 [&_th]:pr-3">
          <thead className="text-[#aab6c1]">
            <tr>
              <th scope="col">Feature</th>
              <th scope="col">IBSI</th>
              <th scope="col" className="text-right">
                Value
              </th>
              <th scope="col">Unit</th>
            </tr>
          </thead>
          <tbody>
            {result.values.map((value, n) =>
              rows[n]!.family === chosen ? (
                <tr key={value.key} className="border-t border-[#27323c]">
                  <th scope="row" className="font-normal" title={value.key}>
                    <FeatureLink id={value.id}>{rows[n]!.name}</FeatureLink>
                  </th>
                  <td className="font-mono text-[#aab6c1]">{value.code ?? "none"}</td>
                  <td className="text-right" data-feature={value.key} data-value={value.value ?? ""}>
                    {value.value === null ? (
                      <span className="text-[#aab6c1]">{REASON_WORDS[value.reason ?? ""] ?? value.reason}</span>
                    ) : (
                      significant(value.value, 6)
                    )}
                  </td>
                  <td className="text-[#aab6c1]">{unitWords(rows[n]!.unit, result, imageUnit)}</td>
                </tr>
              ) : null,
            )}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}
