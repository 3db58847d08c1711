export { niftiOfScan, type ScanFile } from "./nifti-of-scan.ts";
