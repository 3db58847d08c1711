import { z } from "zod";

const above0 = z.number().positive();

/**
 * How an image was taken, as DICOM says it (`nadir dicom` reads it from a folder): what a trial's imaging protocol is
 * checked against. All of it may be left out; what is left out is told where the protocol asks for it.
 */
export const acquisition = z.strictObject({
  manufacturer: z.string().min(1).optional(),
  /** The manufacturer's model name. */
  scannerModel: z.string().min(1).optional(),
  sliceThicknessMm: above0.optional(),
  /** Distance of neighbouring slices. Left out of a row of images.csv, it is read from the file. */
  sliceSpacingMm: above0.optional(),
  /** Side of a pixel, the larger one. Left out of a row of images.csv, it is read from the file. */
  pixelSpacingMm: above0.optional(),
  contrastAgent: z.string().min(1).optional(),
  /** X-ray tube: peak kilovoltage. */
  kvp: above0.optional(),
  /** X-ray tube: exposure, mAs. */
  exposureMas: above0.optional(),
  /** CT: convolution kernel. */
  kernel: z.string().min(1).optional(),
  /** MR: T. */
  fieldStrengthT: above0.optional(),
  repetitionTimeMs: z.number().min(0).optional(),
  echoTimeMs: z.number().min(0).optional(),
  inversionTimeMs: z.number().min(0).optional(),
  flipAngleDeg: z.number().optional(),
  /** MR: `2D` or `3D`. */
  acquisitionType: z.string().min(1).optional(),
  /** MR: scanning sequence (SE, IR, GR, EP …). */
  scanningSequence: z.string().min(1).optional(),
  /** MR: diffusion weighting, s/mm². */
  bValue: z.number().min(0).optional(),
  /** PET: what was injected: `18F-FDG`, `89Zr-atezolizumab` … */
  tracer: z.string().min(1).optional(),
  /** PET: `F-18`, `Zr-89` … */
  radionuclide: z.string().min(1).optional(),
  /** PET: activity at the time of injection. */
  injectedMbq: above0.optional(),
  /** PET: minutes from injection to the start of the scan. */
  uptakeMin: z.number().min(0).optional(),
  weightKg: above0.optional(),
  /** PET: method of reconstruction. */
  reconstruction: z.string().min(1).optional(),
  /** PET: `START`, `ADMIN` or `NONE`. */
  decayCorrection: z.string().min(1).optional(),
});
export type Acquisition = z.infer<typeof acquisition>;
export type AcquisitionField = keyof Acquisition;
