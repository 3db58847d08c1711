"use client";

import type { ReactNode } from "react";
import type { Series } from "./series.ts";
import type { ViewerVisit } from "./viewer-visit.ts";
import { WINDOWS } from "./windows.ts";

export interface ViewerSettings {
  readonly series: string;
  readonly left: string;
  readonly right: string | null;
  readonly window: string;
  readonly opacity: number;
  readonly isMaskShown: boolean;
  /** NiiVue's numbers: 0 axial, 1 coronal, 2 sagittal, 3 all planes. */
  readonly sliceType: number;
}

const planes = ["Axial", "Coronal", "Sagittal", "All planes"];
const field = "rounded-md border border-[#4a5763] bg-[#141b22] px-1.5 py-1 text-sm text-[#e7edf2]";
const button = `${field} hover:bg-[#1f2933]`;

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control comes as the child
    <label className="grid gap-0.5 text-xs text-[#aab6c1]">
      {label}
      {children}
    </label>
  );
}

export function ViewerControls({
  series,
  visits,
  settings,
  isLinked,
  onChange,
  onLink,
  onStep,
  onCentre,
}: {
  series: readonly Series[];
  visits: readonly ViewerVisit[];
  settings: ViewerSettings;
  isLinked: boolean;
  onChange: (change: Partial<ViewerSettings>) => void;
  onLink: (isLinked: boolean) => void;
  onStep: (slices: number) => void;
  onCentre: () => void;
}) {
  const chosen = series.find((s) => s.id === settings.series) ?? series[0]!;
  const visitOptions = chosen.images.map((image) => (
    <option key={image.id} value={image.visit}>
      {visits.find((v) => v.id === image.visit)?.words ?? image.visit}
    </option>
  ));
  return (
    <fieldset className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <legend className="sr-only">Viewers</legend>
      <Labelled label="Image">
        <select value={chosen.id} onChange={(e) => onChange({ series: e.target.value })} className={field}>
          {series.map((s) => (
            <option key={s.id} value={s.id}>
              {s.label} ({s.images.length} {s.images.length === 1 ? "visit" : "visits"})
            </option>
          ))}
        </select>
      </Labelled>
      {chosen.images.length > 1 ? (
        <Labelled label="Left">
          <select value={settings.left} onChange={(e) => onChange({ left: e.target.value })} className={field}>
            {visitOptions}
          </select>
        </Labelled>
      ) : null}
      {settings.right === null ? null : (
        <Labelled label="Right">
          <select value={settings.right} onChange={(e) => onChange({ right: e.target.value })} className={field}>
            {visitOptions}
          </select>
        </Labelled>
      )}
      <Labelled label="Window">
        <select value={settings.window} onChange={(e) => onChange({ window: e.target.value })} className={field}>
          {WINDOWS[chosen.unit].map((w) => (
            <option key={w.id} value={w.id}>
              {w.label}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled label="Plane">
        <select
          value={settings.sliceType}
          onChange={(e) => onChange({ sliceType: Number(e.target.value) })}
          className={field}
        >
          {planes.map((name, n) => (
            <option key={name} value={n}>
              {name}
            </option>
          ))}
        </select>
      </Labelled>
      <label className="inline-flex items-center gap-1.5 py-1 text-sm">
        <input
          type="checkbox"
          checked={settings.isMaskShown}
          onChange={(e) => onChange({ isMaskShown: e.target.checked })}
          className="size-4"
        />
        Delineation
      </label>
      {settings.isMaskShown ? (
        <Labelled label={`Opacity ${Math.round(settings.opacity * 100)} %`}>
          <input
            type="range"
            min={0.1}
            max={1}
            step={0.1}
            value={settings.opacity}
            onChange={(e) => onChange({ opacity: Number(e.target.value) })}
            className="h-7 w-24"
          />
        </Labelled>
      ) : null}
      {settings.right === null ? null : (
        <label className="inline-flex items-center gap-1.5 py-1 text-sm">
          <input type="checkbox" checked={isLinked} onChange={(e) => onLink(e.target.checked)} className="size-4" />
          Linked
        </label>
      )}
      <div className="flex gap-1.5">
        <button type="button" className={button} onClick={() => onStep(-1)}>
          Slice −
        </button>
        <button type="button" className={button} onClick={() => onStep(1)}>
          Slice +
        </button>
        <button type="button" className={button} onClick={onCentre}>
          To the lesion
        </button>
      </div>
    </fieldset>
  );
}
