export { authoriseImport } from "./authorise-import.ts";
export { filesOfListing, openTicket, readListing, storeUpload, type Upload, type UploadListing } from "./upload.ts";
export { readZip } from "./zip.ts";
