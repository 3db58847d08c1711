import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { asSystem, type Database } from "@nadir/db";
import { canonicalVoxels, imageFingerprint, readVolume, type Volume } from "@nadir/imaging";
import type { ObjectStore } from "@nadir/storage";
import type { Tally } from "./tally.ts";

interface ImageRow {
  readonly image_id: string;
  readonly trial_id: string;
  readonly site_id: string;
  readonly subject_id: string;
  readonly object_hash: string;
}

/**
 * Computes the fingerprint of every image of a trial that has none yet: what the leakage checks compare. One image at a
 * time is in memory, and each is stored as it comes.
 */
export async function computeFingerprints(
  { db, store }: { db: Database; store: ObjectStore },
  trialId: string,
  onImage: (done: number, total: number) => void,
): Promise<Tally> {
  const all = await asSystem(
    db,
    "list the images of a trial",
    ({ sql }) => sql<(ImageRow & { known: boolean })[]>`
      select i.id as image_id, i.trial_id, i.site_id, i.subject_id, i.object_hash,
             exists (select from derived.image_fingerprint f where f.image_id = i.id and f.object_hash = i.object_hash) as known
        from record.image i where i.trial_id = ${trialId} and i.superseded_at is null order by i.id`,
  );
  const wanted = all.filter((row) => !row.known);
  for (const [at, { known: _, ...row }] of wanted.entries()) {
    const { voxelHash, placedHash, fingerprint } = fingerprintOf(
      readVolume(await store.get(row.object_hash), gunzipSync),
    );
    await asSystem(
      db,
      "compute the fingerprint of an image",
      ({ sql }) => sql`
        insert into derived.image_fingerprint ${sql({
          ...row,
          voxel_hash: voxelHash,
          placed_hash: placedHash,
          fingerprint: fingerprint && Buffer.from(fingerprint.buffer),
        })} on conflict do nothing`,
    );
    onImage(at + 1, wanted.length);
  }
  return { computed: wanted.length, reused: all.length - wanted.length };
}

/** Hashes of the voxels in canonical order, without and with where they lie, and the coarse picture. */
export function fingerprintOf(volume: Volume): {
  readonly voxelHash: string;
  readonly placedHash: string;
  readonly fingerprint: Float32Array | null;
} {
  const { dims, affine, data } = canonicalVoxels(volume);
  const voxelHash = createHash("sha256").update(dims.join("x")).update(new Uint8Array(data.buffer)).digest("hex");
  // Headers are single precision: a place is the same to a thousandth of a millimetre.
  const place = affine.map((x) => (Math.round(x * 1000) / 1000 + 0).toFixed(3)).join(" ");
  return {
    voxelHash,
    placedHash: createHash("sha256").update(voxelHash).update(place).digest("hex"),
    fingerprint: imageFingerprint(volume),
  };
}
