"use client";

import type { DrawnMasks } from "@nadir/api/drawn-masks";
import { compareMasks } from "@nadir/imaging";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { significant } from "../../../ui/figures.ts";
import { fetchFile } from "../live/use-live.ts";
import { maskAddress } from "../series.ts";
import { field } from "../viewer-look.ts";
import { maskOf } from "./mask-file.ts";

type Version = DrawnMasks["versions"][number];

/** How far two drawn masks agree: of two readers, or of two versions. Computed here from their files. */
export function CompareMasks({ versions, label }: { versions: readonly Version[]; label: string }) {
  const [a, setA] = useState(versions[0]!.id);
  const [b, setB] = useState(versions[1]!.id);
  const { data, error } = useQuery({
    queryKey: ["compare-masks", a, b],
    queryFn: async () => {
      const [first, second] = await Promise.all(
        [a, b].map(async (id) => maskOf(new Uint8Array(await fetchFile(addressOf(id))))),
      );
      return compareMasks(first!, second!);
    },
    enabled: a !== b,
    retry: false,
  });
  const choice = (name: string, value: string, set: (id: string) => void) => (
    <label className="inline-flex items-center gap-1.5">
      {name}
      <select value={value} onChange={(e) => set(e.target.value)} className={field}>
        {versions.map((v) => (
          <option key={v.id} value={v.id}>
            {v.lesion}, {v.authorName}, version {v.version}
          </option>
        ))}
      </select>
    </label>
  );
  const figures = data && [
    ["Dice", significant(data.dice), ""],
    ["Jaccard", significant(data.jaccard), ""],
    ["Volumes", data.volumesMm3.map((mm3) => significant(mm3 / 1000)).join(" and "), "mL"],
    ["Hausdorff 95 %", significant(data.hausdorff95Mm), "mm"],
    ["Hausdorff", significant(data.hausdorffMm), "mm"],
    ["Mean surface distance", significant(data.meanSurfaceMm), "mm"],
  ];
  return (
    <section aria-label={`Compare masks, ${label}`} className="mt-2 grid gap-1.5 text-xs text-[#aab6c1]">
      <div className="flex flex-wrap gap-2">
        {choice("Compare", a, setA)}
        {choice("with", b, setB)}
      </div>
      {a === b ? <p>Choose two different masks.</p> : null}
      {error ? (
        <p role="alert" className="text-[#ffcdb5]">
          {error.message}
        </p>
      ) : null}
      {figures ? (
        <dl className="flex flex-wrap gap-x-4 gap-y-1">
          {figures.map(([name, value, unit]) => (
            <div key={name} data-agreement={name}>
              <dt>{name}</dt>
              <dd className="font-semibold text-[#e7edf2]">
                {value} {unit}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </section>
  );
}

const addressOf = (id: string): string => maskAddress({ id, file: "drawn.nii.gz" });
