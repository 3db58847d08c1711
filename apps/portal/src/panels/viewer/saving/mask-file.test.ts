import { gunzipSync, gzipSync } from "node:zlib";
import { makeVolume, readNifti, writeNifti } from "@nadir/imaging";
import { expect, it } from "vitest";
import { fromSentForm, maskOf, sentForm } from "./mask-file.ts";

/** More bytes than one call of a function takes, that hardly compress. */
const data = Uint8Array.from({ length: 90 * 80 * 70 }, (_, p) => ((p * 2654435761) >>> 7) & 1);
const mask = makeVolume({ data, dims: [90, 80, 70], spacing: [0.7, 0.9, 3] });

it("a mask that is sent is the same NIfTI file for who takes it", async () => {
  const sent = await sentForm(mask);
  expect(Buffer.from(gunzipSync(Buffer.from(sent, "base64")))).toEqual(Buffer.from(writeNifti(mask)));
  expect((await fromSentForm(sent)).data).toEqual(data);
});

it("a mask is read compressed or not", async () => {
  const plain = writeNifti(mask);
  expect((await maskOf(plain as Uint8Array<ArrayBuffer>)).data).toEqual(data);
  expect((await maskOf(new Uint8Array(gzipSync(plain)))).affine).toEqual(readNifti(plain).affine);
});
