export { type Affine, affineOf, axisAligned, column, determinant, invert, multiply, toWorld } from "./affine.ts";
export { type AxialSlice, axialSlice, type Delineation } from "./axial-slice.ts";
export { compareMasks, type MaskAgreement } from "./compare-masks.ts";
export { componentCount } from "./components.ts";
export { crop } from "./crop.ts";
export { type InPlaneDiameters, inPlaneDiameters, type SliceDiameters } from "./diameters.ts";
export { acquisitionOf, injectedAt, radionuclide, tracerName } from "./dicom/acquisition.ts";
export { acquiredAt, dateTime, isoMoment, moment, timeOfDay } from "./dicom/clock.ts";
export type { DataSet } from "./dicom/data-set.ts";
export { isDicom, readDicom } from "./dicom/read-data-set.ts";
export { type DicomSeries, dicomSeries, dicomVolume } from "./dicom/series.ts";
export { attributeName } from "./dicom/tags.ts";
export { squaredDistances } from "./distance.ts";
export { eachFaceNeighbour } from "./face-neighbours.ts";
export { canonicalVoxels, FINGERPRINT_LENGTH, imageFingerprint } from "./fingerprint.ts";
export {
  DEFAULT_GEOMETRY_TOLERANCE,
  describeGeometry,
  type Geometry,
  type GeometryTolerance,
  geometryDifferences,
  requireSameGeometry,
} from "./geometry.ts";
export { convexHull2d } from "./hull2d.ts";
export { largestComponent } from "./largest-component.ts";
export { lengthText } from "./length-text.ts";
export { type LesionSize, lesionSize, type SliceFigure, type SlicePlane } from "./lesion-size.ts";
export {
  boxDims,
  labelCounts,
  maskVolumeMm3,
  type Region,
  regionOf,
  type VoxelBox,
} from "./mask.ts";
export { type Brush, underBrush } from "./mask-editing/brush.ts";
export { type Growing, grown } from "./mask-editing/grow.ts";
export { growCut } from "./mask-editing/growcut.ts";
export { betweenSlices } from "./mask-editing/interpolate.ts";
export { MaskEdit } from "./mask-editing/mask-edit.ts";
export { insideOutline } from "./mask-editing/outline.ts";
export { inFileOrder, inViewerOrder, type ViewerAxes, viewerAxes, type Walk } from "./mask-editing/walk.ts";
export { type NiftiHeader, readNiftiHeader } from "./nifti-header.ts";
export { readNifti } from "./nifti-read.ts";
export { writeNifti } from "./nifti-write.ts";
export { isNrrd, type NrrdHeader, nrrdVolume, readNrrd, readNrrdHeader } from "./nrrd-read.ts";
export { readVolume } from "./read-volume.ts";
export { resampleTo, sampleLinear, type WorldSampler, worldSampler } from "./resample.ts";
export { percentileWindow, robustRange } from "./robust-range.ts";
export { type Bidimensional, bidimensional, type Line, rulerMm } from "./ruler.ts";
export type { Triple } from "./triple.ts";
export {
  acquisitionAxis,
  axialAxis,
  knownVoxelHash,
  makeVolume,
  rememberVoxelHash,
  type Volume,
  type VolumeParts,
  type Voxels,
  voxelBytes,
  voxelHash,
  voxelVolumeMm3,
  withData,
} from "./volume.ts";
export { wipeNifti } from "./wipe-nifti.ts";
export { wipeNrrd } from "./wipe-nrrd.ts";
