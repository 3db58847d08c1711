export { type SdtmExport, sdtmExport } from "./sdtm-export.ts";
