export { type FhirExport, fhirExport } from "./fhir-export.ts";
