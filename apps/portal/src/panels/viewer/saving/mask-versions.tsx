"use client";

import type { DrawnMasks } from "@nadir/api/drawn-masks";
import { useState } from "react";
import { Moment } from "../../../ui/moment.tsx";
import type { Board } from "../drawing/board.ts";
import { fetchFile } from "../live/use-live.ts";
import { maskAddress } from "../series.ts";
import { toolButton } from "../viewer-look.ts";
import { CompareMasks } from "./compare-masks.tsx";
import { maskOf } from "./mask-file.ts";

type Version = DrawnMasks["versions"][number];
const versionWords = (v: Version): string => `${v.lesion}, ${v.authorName}, version ${v.version}`;

/** Every version of the masks drawn on an image: to open, to take away as a file, and two of them to compare. */
export function MaskVersions({
  versions,
  label,
  board,
}: {
  versions: readonly Version[];
  label: string;
  /** Null where nothing can be opened: the viewer is loading, or who looks draws nothing. */
  board: Board | null;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  if (versions.length === 0) return null;
  const open = async (version: Version) => {
    setProblem(null);
    const { data } = await maskOf(new Uint8Array(await fetchFile(fileOf(version))));
    board?.open(data);
    board?.drawing.tools.add("loaded");
    if (board && version.isLive) board.drawing.savedAs = version.id;
  };
  return (
    <details className="mt-2 text-sm">
      <summary className="cursor-pointer text-[#c9d3dc]">Drawn masks ({versions.length})</summary>
      <ul aria-label={`Drawn masks, ${label}`} className="mt-1 grid gap-1">
        {versions.map((version) => (
          <li key={version.id} className="flex flex-wrap items-center gap-2 text-xs text-[#c9d3dc]">
            <span className="min-w-0 wrap-anywhere">
              {versionWords(version)}
              {version.isLive ? "" : " (former)"}, {version.voxels} voxels, <Moment at={version.at} />
              {version.reason ? `: ${version.reason}` : ""}
              {version.isOfThisScan ? "" : "; drawn on a former file of this scan"}
            </span>
            {board ? (
              <button
                type="button"
                className={toolButton}
                onClick={() => open(version).catch((error: Error) => setProblem(error.message))}
              >
                Open
              </button>
            ) : null}
            <a className={toolButton} href={fileOf(version)} download={`${version.lesion}-${version.version}.nii.gz`}>
              NIfTI
            </a>
          </li>
        ))}
      </ul>
      {problem ? (
        <p role="alert" className="text-sm text-[#ffcdb5]">
          {problem}
        </p>
      ) : null}
      {versions.length > 1 ? <CompareMasks versions={versions} label={label} /> : null}
    </details>
  );
}

const fileOf = ({ id }: Pick<Version, "id">): string => maskAddress({ id, file: "drawn.nii.gz" });
