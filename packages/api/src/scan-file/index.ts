export { imageOfSeries, scannerOf, seriesWords } from "./dicom-image.ts";
export { niftiOfScan, type ScanFile } from "./nifti-of-scan.ts";
