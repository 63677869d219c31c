import { rewrapped } from "./patient-key.ts";
import type { KeyWrapper, PatientKeyStore, SealedPlace } from "./ports.ts";

const BATCH = 2_000;

/** The keys of patients, as what lies under the `wrap` keys: a turn of those wraps them anew in the background. */
export function patientKeyPlace(store: PatientKeyStore, wrapper: KeyWrapper): SealedPlace {
  return {
    title: "keys of patients",
    use: "wrap",
    counts: () => store.countsByWrapping(),
    holds: async (keyId) => {
      // A process that does not know of the turn yet wraps nothing under it after it was looked at.
      if (keyId !== wrapper.active()) await store.retireWrapping([keyId]);
      return (await store.countsByWrapping()).has(keyId);
    },
    reseal: async (keyId) => {
      const under = [...(await store.countsByWrapping()).keys()];
      await store.retireWrapping(under.filter((id) => id !== keyId));
      const batch = await store.notWrappedBy(keyId, BATCH);
      await store.rewrap(await Promise.all(batch.map((key) => rewrapped(key, wrapper))));
      return { resealed: batch.length, next: batch.length < BATCH ? null : "more" };
    },
  };
}
