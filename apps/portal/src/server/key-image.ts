import "server-only";
import { promisify } from "node:util";
import { gunzip, gunzipSync } from "node:zlib";
import { type KeyImage, readKeyImage } from "@nadir/api/read";
import { asPerson } from "@nadir/db";
import { Refusal, sha256Hex } from "@nadir/domain";
import { readVolume, type Volume } from "@nadir/imaging";
import type { ObjectStore } from "@nadir/storage";
import { drawKeyImage } from "./draw-key-image.ts";
import { contextOf } from "./request-context.ts";
import { said } from "./said.ts";

/** Goes into what a picture is known by: a picture drawn otherwise is another one. */
const DRAWING = 1;
/** Of some 200 kB each. */
const MOST = 60;
const pictures = new Map<string, Promise<string>>();

/**
 * A slice of an image as a picture, for whoever may see the image and its delineation. The tag is the hash of all that it is drawn
 * of: a browser that has it asks again each time, since access may have ended, and is told that nothing changed.
 */
export async function keyImage(request: Request, image: string, mask: string | null): Promise<Response> {
  const { person, db, store } = await contextOf(request.headers);
  if (!person) return said(401, "Sign in first.");
  for (const id of [image, ...(mask === null ? [] : [mask])])
    if (!/^[0-9a-f-]{36}$/.test(id)) return said(404, `'${id}' is no identifier of an image or a delineation.`);
  try {
    const of = await asPerson(db, person.id, (tx) => readKeyImage(tx, person.id, { image, mask }));
    const key = sha256Hex(JSON.stringify([DRAWING, of.image.hash, of.unit, of.mask?.file.hash, of.mask?.label]));
    const headers = {
      etag: `"${key}"`,
      "cache-control": "private, no-cache",
      "content-type": "image/svg+xml",
      "content-security-policy": "default-src 'none'; img-src data:",
    };
    if (request.headers.get("if-none-match") === headers.etag) return new Response(null, { status: 304, headers });
    return new Response(await keptPicture(key, () => draw(store, of)), { headers });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const status = error.code === "IMAGE_UNKNOWN" ? 404 : UNSEEN.has(error.code) ? 403 : 422;
    return said(status, error.message);
  }
}

/** What says that the person may not; anything else is a fault of the file. */
const UNSEEN: ReadonlySet<string> = new Set(["TRIAL_UNKNOWN", "NOT_ALLOWED"]);

/** The last picture that was begun: scans are large, so they are unpacked one after the other. */
let last: Promise<unknown> = Promise.resolve();

function keptPicture(key: string, begin: () => Promise<string>): Promise<string> {
  const known = pictures.get(key);
  const picture = known ?? last.then(begin);
  // The one asked for last stands last; the first of the map goes first.
  pictures.delete(key);
  pictures.set(key, picture);
  if (pictures.size > MOST) pictures.delete(pictures.keys().next().value as string);
  if (!known) {
    last = picture.catch(() => {
      pictures.delete(key);
    });
  }
  return picture;
}

async function draw(store: ObjectStore, { image, unit, mask }: KeyImage): Promise<string> {
  const delineation = mask && { mask: await volumeOf(store, mask.file.hash), label: mask.label };
  return drawKeyImage(await volumeOf(store, image.hash), unit, delineation);
}

const inflate = promisify(gunzip);

async function volumeOf(store: ObjectStore, hash: string): Promise<Volume> {
  const bytes = await store.get(hash);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return readVolume(isPacked ? new Uint8Array(await inflate(bytes)) : bytes, gunzipSync);
}
