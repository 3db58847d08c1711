import { useState } from "react";
import { FeatureLink } from "../../../ui/feature-link.tsx";
import { significant } from "../../../ui/figures.ts";
import { headline, settingsWords } from "./headline.ts";
import { LiveTable } from "./live-table.tsx";
import type { LiveTimed } from "./messages.ts";

const button = "rounded-md border border-[#4a5763] bg-[#141b22] px-1.5 py-1 text-sm text-[#e7edf2] hover:bg-[#1f2933]";

/** The features of a region: those looked at first, what to mind, and the whole table on demand. */
export function LiveFigures({
  features,
  imageUnit,
  label,
  fileName,
}: {
  features: LiveTimed;
  imageUnit: string;
  label: string;
  fileName: string;
}) {
  const [isWhole, setWhole] = useState(false);
  const { result, milliseconds, isCompiled, csv } = features;
  const { warnings, provenance } = result;
  const download = () => {
    const address = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
    Object.assign(document.createElement("a"), { href: address, download: fileName }).click();
    setTimeout(() => URL.revokeObjectURL(address));
  };
  return (
    <>
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-4 gap-y-1.5">
        {headline(features, imageUnit).map(({ label, value, unit, id, grid }) => (
          <div key={label} data-headline={label}>
            <dt className="text-xs text-[#aab6c1]">
              {id ? <FeatureLink id={id}>{label}</FeatureLink> : label}
              {grid === undefined ? null : <span className="block">{grid}</span>}
            </dt>
            <dd className="font-semibold text-[#e7edf2]">
              {value === null ? "undefined" : significant(value)}{" "}
              <span className="text-xs font-normal text-[#aab6c1]">{unit}</span>
            </dd>
          </div>
        ))}
      </dl>
      {warnings.map(({ code, message }) => (
        <p key={code} className="border-l-2 border-[#f0b24a] pl-2 text-xs">
          {message}
        </p>
      ))}
      <p className="text-xs text-[#aab6c1]" data-computed={isCompiled ? "compiled" : "plain"}>
        {result.values.length} features of {provenance.roiVoxels.original} voxels in{" "}
        {Math.max(1, Math.round(milliseconds))} ms, in this browser{isCompiled ? " (WebAssembly SIMD)" : ""}. As this
        trial's stored features: {settingsWords(result)}; engine {provenance.engine.version}. Diameters in axial slices.
      </p>
      <div className="flex flex-wrap gap-1.5">
        <button type="button" className={button} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Only the first" : `All ${result.values.length} features`}
        </button>
        <button type="button" className={button} onClick={download}>
          Download CSV
        </button>
      </div>
      {isWhole ? <LiveTable features={features} imageUnit={imageUnit} label={label} /> : null}
    </>
  );
}
