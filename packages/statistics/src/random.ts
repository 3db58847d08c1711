import { refuse } from "@nadir/domain";

/**
 * xoshiro256** 1.0 (Blackman & Vigna 2018, "Scrambled linear pseudorandom number generators"), state 4 × 64 bit, seeded
 * by SplitMix64 as its authors advise. Every stream is the seed's sequence jumped ahead by 2^128 a step, so streams of
 * one seed never overlap. The words are kept as pairs of 32-bit halves: the same numbers on every engine, without BigInt.
 */
export interface RandomSource {
  readonly algorithm: "xoshiro256**";
  readonly seed: number;
  readonly stream: number;
  /** The next 64 bits as two unsigned halves. */
  next64(): { readonly high: number; readonly low: number };
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer 0 … n-1 without bias (rejection); 1 <= n <= 2^32. */
  integer(n: number): number;
}

/** Sequence `stream` of `seed`. Both are whole numbers from 0 to 2^53 - 1. */
export function randomSource(seed: number, stream = 0): RandomSource {
  for (const [name, v] of [
    ["seed", seed],
    ["stream", stream],
  ] as const)
    if (!Number.isSafeInteger(v) || v < 0)
      refuse("SEED_NOT_WHOLE", `The ${name} is ${v}; give a whole number from 0 to 2^53 - 1.`, { found: String(v) });
  const state = xoshiroState(splitMix64(BigInt(seed), 4));
  for (let k = 0; k < stream; k++) jump(state);
  return sourceFromState(state, seed, stream);
}

/** The generator at a given state (four unsigned 64-bit words): for the authors' test values. */
export function sourceFromWords(words: readonly [bigint, bigint, bigint, bigint]): RandomSource {
  return sourceFromState(xoshiroState(words), 0, 0);
}

function sourceFromState(s: Int32Array, seed: number, stream: number): RandomSource {
  const out = { high: 0, low: 0 };
  const next64 = () => {
    step(s, out);
    return out;
  };
  return {
    algorithm: "xoshiro256**",
    seed,
    stream,
    next64: () => ({ ...next64() }),
    uniform: () => {
      const { high, low } = next64();
      return ((high >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992;
    },
    integer: (n) => {
      if (!Number.isInteger(n) || n < 1 || n > 4294967296)
        refuse("RANGE_NOT_WHOLE", `The range is ${n}; give a whole number from 1 to 2^32.`, { found: String(n) });
      const limit = 4294967296 - (4294967296 % n);
      for (;;) {
        const draw = next64().high;
        if (draw < limit) return draw % n;
      }
    },
  };
}

const MASK = (1n << 64n) - 1n;

/** The first `count` outputs of SplitMix64 from state `seed` (Steele, Lea & Flood 2014). */
export function splitMix64(seed: bigint, count: number): bigint[] {
  const out: bigint[] = [];
  let state = seed & MASK;
  for (let i = 0; i < count; i++) {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    out.push(z ^ (z >> 31n));
  }
  return out;
}

/** Eight 32-bit halves: s0 high, s0 low, s1 high, … */
function xoshiroState(words: readonly bigint[]): Int32Array {
  const s = new Int32Array(8);
  words.forEach((w, i) => {
    s[2 * i] = Number(BigInt.asIntN(32, w >> 32n));
    s[2 * i + 1] = Number(BigInt.asIntN(32, w));
  });
  return s;
}

/** One step: writes rotl(s1 * 5, 7) * 9 and advances the state. */
function step(s: Int32Array, out: { high: number; low: number }): void {
  const s1h = s[2]!;
  const s1l = s[3]!;
  // s1 * 5 = s1 + (s1 << 2)
  let h = (s1h << 2) | (s1l >>> 30);
  let l = s1l << 2;
  let low = (l >>> 0) + (s1l >>> 0);
  let high = (h + s1h + (low > 0xffffffff ? 1 : 0)) | 0;
  low |= 0;
  // rotl 7
  h = (high << 7) | (low >>> 25);
  l = (low << 7) | (high >>> 25);
  // * 9 = x + (x << 3)
  const h3 = (h << 3) | (l >>> 29);
  const l3 = l << 3;
  low = (l >>> 0) + (l3 >>> 0);
  high = (h + h3 + (low > 0xffffffff ? 1 : 0)) | 0;
  out.high = high >>> 0;
  out.low = low >>> 0;
  // t = s1 << 17
  const th = (s1h << 17) | (s1l >>> 15);
  const tl = s1l << 17;
  s[4]! ^= s[0]!;
  s[5]! ^= s[1]!;
  s[6]! ^= s1h;
  s[7]! ^= s1l;
  s[2]! ^= s[4]!;
  s[3]! ^= s[5]!;
  s[0]! ^= s[6]!;
  s[1]! ^= s[7]!;
  s[4]! ^= th;
  s[5]! ^= tl;
  // s3 = rotl(s3, 45) = rotl by 32 (swap the halves), then by 13
  const a = s[7]!;
  const b = s[6]!;
  s[6] = (a << 13) | (b >>> 19);
  s[7] = (b << 13) | (a >>> 19);
}

/** The authors' jump: 2^128 steps. */
function jump(s: Int32Array): void {
  const polynomial = [0x180ec6d33cfd0aban, 0xd5a61266f0c9392cn, 0xa9582618e03fc9aan, 0x39abdc4529b1661cn];
  const sum = new Int32Array(8);
  const scrap = { high: 0, low: 0 };
  for (const word of polynomial)
    for (let b = 0n; b < 64n; b++) {
      if ((word >> b) & 1n) for (let i = 0; i < 8; i++) sum[i]! ^= s[i]!;
      step(s, scrap);
    }
  s.set(sum);
}
