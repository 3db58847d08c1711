"use client";

import type { MeasuredLines } from "@nadir/domain";
import { createContext } from "react";

/** What a tool of the viewer measured, in mm and mm³. Only what it measured is given. */
export interface Measured {
  readonly longestDiameterMm?: number;
  readonly perpendicularMm?: number;
  readonly volumeMm3?: number;
  /** The middle of what was measured by line, scanner mm. */
  readonly centreMm?: readonly [number, number, number];
  /** The lines whose lengths the diameters are. */
  readonly lines?: MeasuredLines;
}

/** The read around the viewer, which takes what is measured there. */
interface MeasureTarget {
  /** The visit that is read: what is measured on another scan is no size of this one. */
  readonly visit: string;
  /** Its lesions, for "use for lesion …". */
  readonly lesions: readonly { readonly id: string; readonly words: string }[];
  /** Puts the figures into the lesion's fields, rounded to 0.1 mm, in the place of a finding; the reader still signs them. */
  readonly onMeasured: (lesion: string, measured: Measured) => void;
}

/** Null where the viewer stands in no read, or in a signed one. A tool of the viewer offers its figures to it. */
export const MeasureContext = createContext<MeasureTarget | null>(null);
