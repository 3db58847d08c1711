import { createHmac, timingSafeEqual } from "node:crypto";
import { canonicalJson, refuse } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { z } from "zod";
import { badFileName } from "../intake/file-name.ts";
import type { TrialFiles } from "../intake/trial-files.ts";

const MANIFEST_NAMES = ["trial.yaml", "trial.yml", "trial.json"];

const listing = z.strictObject({
  schema: z.literal("nadir.upload/1"),
  manifestName: z.string(),
  files: z.array(z.strictObject({ name: z.string(), hash: z.string(), bytes: z.int().min(0) })),
});
export type UploadListing = z.infer<typeof listing>;

export interface Upload {
  /** What the browser holds: the address of the listing, signed for this person. */
  readonly ticket: string;
  readonly manifestName: string;
  readonly files: number;
  readonly bytes: number;
}

interface UploadPlace {
  readonly store: ObjectStore;
  readonly secret: string;
  readonly personId: string;
}

/**
 * Puts the files of a trial's folder into the object store and answers with a ticket. The manifest is the `trial.yaml`,
 * `.yml` or `.json` nearest to the top; names become relative to its folder, and files outside that folder are left out.
 * Nothing of the trial's record is touched. Refuses `MANIFEST_MISSING`, `FILE_NAME`.
 */
export async function storeUpload(
  { store, secret, personId }: UploadPlace,
  entries: Iterable<{ name: string; bytes: Uint8Array }> | AsyncIterable<{ name: string; bytes: Uint8Array }>,
): Promise<Upload> {
  const found: { name: string; hash: string; bytes: number }[] = [];
  for await (const { name, bytes } of entries) {
    const fault = badFileName(name);
    if (fault) refuse("FILE_NAME", `The file name '${name}' ${fault}.`, { found: name });
    found.push({ name, hash: await store.put(bytes), bytes: bytes.length });
  }
  const manifest = found
    .filter((file) => MANIFEST_NAMES.includes(baseName(file.name)))
    .sort((a, b) => depth(a.name) - depth(b.name) || a.name.localeCompare(b.name))[0];
  if (!manifest)
    return refuse(
      "MANIFEST_MISSING",
      `Among the ${found.length} files there is no trial.yaml, trial.yml or trial.json; choose the folder that holds the manifest.`,
      { expected: "trial.yaml" },
    );
  const folder = manifest.name.slice(0, manifest.name.length - baseName(manifest.name).length);
  const document: UploadListing = {
    schema: "nadir.upload/1",
    manifestName: baseName(manifest.name),
    files: found
      .filter((file) => file.name.startsWith(folder))
      .map((file) => ({ ...file, name: file.name.slice(folder.length) })),
  };
  const hash = await store.put(new TextEncoder().encode(canonicalJson(document)));
  return {
    ticket: `${hash}.${sign(secret, personId, hash)}`,
    manifestName: document.manifestName,
    files: document.files.length,
    bytes: document.files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

/** The listing's address in a ticket that was given to this very person. Refuses `UPLOAD_UNKNOWN`. */
export function openTicket({ secret, personId }: Omit<UploadPlace, "store">, ticket: string): string {
  const [hash = "", signature = ""] = ticket.split(".");
  const expected = Buffer.from(sign(secret, personId, hash));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    refuse("UPLOAD_UNKNOWN", "This upload is not known, or it was another person's; choose the files again.");
  return hash;
}

/** What was uploaded: the manifest's name, and each file by name and content hash. */
export async function readListing(store: ObjectStore, listingHash: string): Promise<UploadListing> {
  return listing.parse(JSON.parse(new TextDecoder().decode(await store.get(listingHash))));
}

/** The uploaded files, in the form that the import reads. */
export async function filesOfListing(store: ObjectStore, listingHash: string): Promise<TrialFiles> {
  const document = await readListing(store, listingHash);
  const byName = new Map(document.files.map((file) => [file.name, file.hash]));
  return {
    manifestName: document.manifestName,
    read: async (name) => {
      const hash = byName.get(name);
      return hash ? store.get(hash) : undefined;
    },
    list: async () => [...byName.keys()].sort(),
  };
}

const sign = (secret: string, personId: string, hash: string): string =>
  createHmac("sha256", secret)
    .update(canonicalJson(["nadir.upload/1", personId, hash]))
    .digest("hex");
const baseName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
const depth = (name: string): number => name.split("/").length;
