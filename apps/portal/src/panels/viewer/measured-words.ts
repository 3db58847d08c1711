/** A measured length as readers write it: to a tenth of a millimetre. */
export const millimetres = (mm: number): string => `${mm.toFixed(1)} mm`;

/** What was measured in the viewer, for a read form to take over. */
export interface MeasuredValue {
  readonly kind: "ruler" | "bidimensional" | "mask";
  readonly longestDiameterMm: number;
  readonly perpendicularMm?: number;
  readonly volumeMl?: number;
  /** Counted from 0 along the file's axis. */
  readonly slice: number;
  /** The image that was measured. */
  readonly seriesId: string;
  /** The recorded version of the mask, where it is one. */
  readonly maskVersionId?: string;
}
export type OnMeasured = (value: MeasuredValue) => void;
