import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/**
 * The longest line through a lesion in one axial slice of its bundled mask: both ends in scanner millimetres (right, anterior,
 * superior positive), and its length in mm. For masks whose axes are the scanner's (a diagonal `sform`), as the bundled ones are.
 */
export function longestLineOf(file, label = 1) {
  const bytes = gunzipSync(readFileSync(file));
  const [nx, ny, nz] = [42, 44, 46].map((at) => bytes.readInt16LE(at));
  const offset = bytes.readFloatLE(108);
  const row = (i) => [0, 4, 8, 12].map((at) => bytes.readFloatLE(280 + 16 * i + at));
  const [x, y, z] = [row(0), row(1), row(2)];
  if (bytes.readInt16LE(70) !== 2 || x[1] || x[2] || y[0] || y[2] || z[0] || z[1])
    throw new Error(`${file} is not a mask of bytes along the scanner's axes.`);
  const isIn = (i, j, k) => i >= 0 && j >= 0 && i < nx && j < ny && bytes[offset + i + nx * (j + ny * k)] === label;
  let longest = { mm: 0, ends: null };
  for (let k = 0; k < nz; k++) {
    const rim = [];
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++)
        if (isIn(i, j, k) && !(isIn(i - 1, j, k) && isIn(i + 1, j, k) && isIn(i, j - 1, k) && isIn(i, j + 1, k)))
          rim.push([x[0] * i + x[3], y[1] * j + y[3], z[2] * k + z[3]]);
    for (const a of rim)
      for (const b of rim) {
        const mm = Math.hypot(b[0] - a[0], b[1] - a[1]);
        if (mm > longest.mm) longest = { mm, ends: [a, b] };
      }
  }
  if (!longest.ends) throw new Error(`${file} has no lesion ${label}.`);
  return longest;
}
