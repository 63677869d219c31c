import type { Rate } from "../../config/door.ts";

/** What is left after one was taken, or that none was there. */
export interface Taken {
  readonly ok: boolean;
  /** Whole requests that may come at once now. */
  readonly remaining: number;
  /** Seconds, rounded up, until the bucket is full again; where `ok` is false, until one request may come. */
  readonly seconds: number;
}

/** Token buckets by key. */
export interface Buckets {
  readonly rate: Rate;
  /** @param now milliseconds, never going back */
  take(key: string, now: number): Taken;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Keys that are remembered; the one longest unused is forgotten first, and then has a full bucket. */
const MOST_KEYS = 50_000;

/** Buckets of one rate, in bounded memory: about 5 MB when full. */
export function createBuckets(rate: Rate, mostKeys = MOST_KEYS): Buckets {
  const { perSecond, burst } = rate;
  const buckets = new Map<string, Bucket>();
  return {
    rate,
    take(key, now) {
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond);
      bucket.at = now;
      // At the end again: a Map keeps the order of insertion.
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > mostKeys) forgetOldest(buckets);
      if (bucket.tokens < 1)
        return { ok: false, remaining: 0, seconds: Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond)) };
      bucket.tokens -= 1;
      const seconds = Math.ceil((burst - bucket.tokens) / perSecond);
      return { ok: true, remaining: Math.floor(bucket.tokens), seconds };
    },
  };
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  const [oldest] = buckets.keys();
  if (oldest !== undefined) buckets.delete(oldest);
}
