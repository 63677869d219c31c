import { rewrapped } from "./patient-key.ts";
import type { KeyWrapper, PatientKeyStore } from "./ports.ts";

/** Keys in one statement. */
const BATCH = 2_000;

/**
 * Wraps the key of every patient under the key-encryption key in force, after `turned`, the ones it takes the place of,
 * take no more. What they sealed is not touched, and stays readable meanwhile. Done again it goes on where it was left.
 * @param told after each batch, how many keys were wrapped so far
 * @returns how many keys were wrapped
 * @throws AppError `key_unavailable` when one does not unwrap: nothing is lost then
 */
export async function rewrapPatientKeys(
  store: PatientKeyStore,
  wrapper: KeyWrapper,
  turned: readonly string[],
  told: (done: number) => void = () => {},
): Promise<number> {
  await store.retireWrapping(turned);
  let done = 0;
  for (;;) {
    const batch = await store.notWrappedBy(wrapper.active(), BATCH);
    if (batch.length === 0) return done;
    await store.rewrap(await Promise.all(batch.map((key) => rewrapped(key, wrapper))));
    done += batch.length;
    told(done);
  }
}
