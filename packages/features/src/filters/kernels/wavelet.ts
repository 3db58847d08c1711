import type { Triple } from "@nadir/imaging";
import { roomIn } from "@nadir/kernels";
import { type SubBand, strides, withSide } from "../grid.ts";
import { filterModule } from "./instance.ts";

/** Values that the kernels may read or write behind the last run. */
const ROOM = 8;

interface Box {
  readonly at: number;
  readonly dims: Triple;
}

/**
 * The eight bands of `stationaryWavelet` (double precision) or `stationaryWaveletSingle` (single precision, taps in ascending
 * order throughout) from what the filters read, by the compiled correlation: the same bytes. Null where there are no kernels.
 */
export function compiledWavelet<T extends Float64Array | Float32Array>(
  source: { readonly data: T; readonly dims: Triple },
  low: T,
  high: T,
): Record<SubBand, Float64Array> | null {
  const exports = filterModule.exports();
  if (!exports) return null;
  const Values = source.data.constructor as new (buffer: ArrayBuffer, at: number, length: number) => T;
  const size = source.data.BYTES_PER_ELEMENT;
  const taps = low.length;
  const after: Triple[] = [source.dims];
  for (const axis of [0, 1, 2] as const) after.push(withSide(after[axis]!, axis, after[axis]![axis] - taps + 1));
  const lengths = after.map(([i, j, k]) => i * j * k);
  const bytes = [taps, taps, lengths[0]!, ...lengths.slice(1).flatMap((n) => [n, n])].map((n) => size * (n + ROOM));
  const [lowAt, highAt, sourceAt, ...pairs] = roomIn(exports.memory, 64, bytes) as [number, number, number];
  const { buffer } = exports.memory;
  for (const [at, values] of [
    [lowAt, low],
    [highAt, high],
    [sourceAt, source.data],
  ] as const)
    new Values(buffer, at, values.length).set(values);
  const correlate = size === 8 ? exports.correlate : exports.correlateSingle;
  const split = (from: Box, axis: 0 | 1 | 2): readonly [Box, Box] => {
    const { inner, outer } = strides(from.dims, axis);
    const dims = after[axis + 1]!;
    const [a, b] = [pairs[2 * axis]!, pairs[2 * axis + 1]!];
    correlate(from.at, from.dims[axis] * inner, outer, dims[axis] * inner, inner, lowAt, highAt, taps, a, b);
    return [
      { at: a, dims },
      { at: b, dims },
    ];
  };
  const out: Partial<Record<SubBand, Float64Array>> = {};
  for (const [a, x] of split({ at: sourceAt, dims: source.dims }, 0).entries())
    for (const [b, y] of split(x, 1).entries())
      for (const [c, z] of split(y, 2).entries())
        out[`${LETTER[a as 0]}${LETTER[b as 0]}${LETTER[c as 0]}`] = new Float64Array(
          new Values(buffer, z.at, lengths[3]!),
        );
  filterModule.done();
  return out as Record<SubBand, Float64Array>;
}
const LETTER = ["L", "H"] as const;
