import { promisify } from "node:util";
import { constants, gunzip, gunzipSync, gzip } from "node:zlib";
import { isNrrd, wipeNifti, wipeNrrd } from "@nadir/imaging";

const [inflate, deflate] = [promisify(gunzip), promisify(gzip)];
/** So much of a compressed file is looked at first: a header with its usual extensions. */
const HEAD = 65_536;

/**
 * An image or a mask as a blinded reader gets it: its header may tell the patient, the site or the day in words, so none of
 * them goes along. Voxels and geometry are the same bytes; a file that says nothing in words is given as it is.
 */
export async function blindedFile(stored: Uint8Array): Promise<Uint8Array> {
  const isPacked = stored[0] === 0x1f && stored[1] === 0x8b;
  if (isPacked && isPlainPacking(stored) && saysNothing(headOf(stored))) return stored;
  const plain = isPacked ? new Uint8Array(await inflate(stored)) : stored;
  const wiped = isNrrd(plain) ? wipeNrrd(plain) : wipeNifti(plain);
  return isPacked ? new Uint8Array(await deflate(wiped, { level: 1 })) : wiped;
}

/** Without a file name, a comment or a time of its own (RFC 1952 §2.3: FLG and MTIME). */
const isPlainPacking = (stored: Uint8Array): boolean => stored.subarray(3, 8).every((byte) => byte === 0);

/** The first bytes of a compressed file. */
const headOf = (stored: Uint8Array): Uint8Array =>
  new Uint8Array(gunzipSync(stored.subarray(0, HEAD), { finishFlush: constants.Z_SYNC_FLUSH }));

function saysNothing(head: Uint8Array): boolean {
  if (isNrrd(head)) return false;
  const wiped = wipeNifti(head);
  return wiped.every((byte, at) => byte === head[at]);
}
