export { addScan } from "./add-scan.ts";
export { enter } from "./enter.ts";
export { type EnteredRow, type EntryForm, entryForm, entryFormQuery, readEntryForm } from "./entry-form.ts";
export {
  type EntryOutcome,
  type EntryRow,
  type EntryTable,
  entryOutcome,
  entryRequest,
  type RowFate,
} from "./entry-shape.ts";
export { type PastePreview, pastedTable, pastePreview, previewPaste } from "./paste-table.ts";
export { authoriseScan, type ScanForm, scanForm, storeScan } from "./scan-upload.ts";
