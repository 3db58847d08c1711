import { classNames } from "../../../ui/class-names.ts";
import { field, toolButton } from "../viewer-look.ts";
import { isDrawing, type Pen, RADII, TOOLS } from "./pen.ts";

/** What the left button does in both viewers, and how: brush size, reach of growing. */
export function DrawingTools({
  pen,
  unit,
  onChange,
  onInterpolate,
  onGrowCut,
}: {
  pen: Pen;
  unit: string;
  onChange: (pen: Pen) => void;
  onInterpolate: () => void;
  onGrowCut: () => void;
}) {
  const number = (label: string, value: number, set: (n: number) => void) => (
    <label className="inline-flex items-center gap-1.5 text-xs text-[#aab6c1]">
      {label}
      <input
        type="number"
        min={0}
        value={value}
        onChange={(e) => set(Math.max(0, Number(e.target.value)))}
        className={classNames(field, "w-20")}
      />
    </label>
  );
  return (
    <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <legend className="sr-only">Tools</legend>
      <div className="flex flex-wrap gap-1.5">
        {TOOLS.map(([tool, name, key]) => (
          <button
            key={tool}
            type="button"
            aria-pressed={pen.tool === tool}
            title={`${name} (${key})`}
            onClick={() => onChange({ ...pen, tool })}
            className={classNames(toolButton, pen.tool === tool && "border-[#aaff00] font-semibold")}
          >
            {name}
          </button>
        ))}
        <button
          type="button"
          title="Fill the empty slices between drawn ones (I)"
          className={toolButton}
          onClick={onInterpolate}
        >
          Fill between slices
        </button>
      </div>
      {pen.tool === "brush" || pen.tool === "eraser" ? (
        <>
          <label className="inline-flex items-center gap-1.5 text-xs text-[#aab6c1]">
            Nib
            <select
              value={pen.radiusMm}
              onChange={(e) => onChange({ ...pen, radiusMm: Number(e.target.value) })}
              className={field}
            >
              {RADII.map((mm) => (
                <option key={mm} value={mm}>
                  {mm === 0 ? "1 voxel" : `radius ${mm} mm`}
                </option>
              ))}
            </select>
          </label>
          <label className="inline-flex items-center gap-1.5 text-sm">
            <input
              type="checkbox"
              checked={pen.isBall}
              onChange={(e) => onChange({ ...pen, isBall: e.target.checked })}
              className="size-4"
            />
            Ball
          </label>
        </>
      ) : null}
      {pen.tool === "grow" ? (
        <>
          {number(`Values ±${unit ? ` ${unit}` : ""}`, pen.tolerance, (tolerance) => onChange({ ...pen, tolerance }))}
          {number("Within mm", pen.growMm, (growMm) => onChange({ ...pen, growMm }))}
          <label className="inline-flex items-center gap-1.5 text-sm">
            <input
              type="checkbox"
              checked={pen.connectivity === 6}
              onChange={(e) => onChange({ ...pen, connectivity: e.target.checked ? 6 : 26 })}
              className="size-4"
            />
            Across faces only
          </label>
          <button
            type="button"
            title="Let what is drawn grow against what is around it"
            className={toolButton}
            onClick={onGrowCut}
          >
            GrowCut
          </button>
        </>
      ) : null}
      {isDrawing(pen.tool) ? (
        <p className="text-xs text-[#aab6c1]">Draw in either viewer; save a version below it to record it.</p>
      ) : null}
    </fieldset>
  );
}
