/**
 * Keeps the answers that are dear to make, by the content that they were made of: the key holds a hash of every row that
 * went in, as the person who asks may see them. So an answer is never stale, and never another person's.
 */
export interface ContentCache {
  readonly remembered: <T>(key: string, make: () => Promise<T>) => Promise<T>;
}

/** Holds the `most` answers asked for last. An answer that could not be made is not kept. */
export function contentCache(most: number): ContentCache {
  const kept = new Map<string, Promise<unknown>>();
  return {
    remembered: <T>(key: string, make: () => Promise<T>): Promise<T> => {
      const known = kept.get(key) as Promise<T> | undefined;
      const answer = known ?? make();
      // The last asked for stands last; the first of the map goes first.
      kept.delete(key);
      kept.set(key, answer);
      if (kept.size > most) kept.delete(kept.keys().next().value as string);
      answer.catch(() => {
        if (kept.get(key) === answer) kept.delete(key);
      });
      return answer;
    },
  };
}
