import { classNames } from "../../../ui/class-names.ts";
import type { Pen, Tool } from "./board.ts";

const TOOLS: readonly (readonly [Tool, string])[] = [
  ["look", "Look"],
  ["brush", "Brush"],
  ["outline", "Outline, filled"],
  ["eraser", "Eraser"],
];
const SIZES = [1, 3, 5, 9, 15] as const;
const field = "rounded-md border border-[#4a5763] bg-[#141b22] px-1.5 py-1 text-sm text-[#e7edf2]";

/** What the mouse does in both viewers, and how broad the nib is. */
export function DrawingTools({ pen, onChange }: { pen: Pen; onChange: (pen: Pen) => void }) {
  return (
    <fieldset className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <legend className="sr-only">Drawing</legend>
      <div className="flex flex-wrap gap-1.5">
        {TOOLS.map(([tool, name]) => (
          <button
            key={tool}
            type="button"
            aria-pressed={pen.tool === tool}
            onClick={() => onChange({ ...pen, tool })}
            className={classNames(field, pen.tool === tool ? "border-[#aaff00] font-semibold" : "hover:bg-[#1f2933]")}
          >
            {name}
          </button>
        ))}
      </div>
      <label className="inline-flex items-center gap-1.5 text-xs text-[#aab6c1]">
        Nib
        <select value={pen.size} onChange={(e) => onChange({ ...pen, size: Number(e.target.value) })} className={field}>
          {SIZES.map((size) => (
            <option key={size} value={size}>
              {size === 1 ? "1 voxel" : `${size} × ${size} voxels`}
            </option>
          ))}
        </select>
      </label>
      {pen.tool === "look" ? null : (
        <p className="py-1 text-xs text-[#aab6c1]">
          Draw in either viewer. What is drawn stays in this page and is not recorded.
        </p>
      )}
    </fieldset>
  );
}
