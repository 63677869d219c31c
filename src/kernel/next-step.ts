import { setTimeout } from "node:timers/promises";

/**
 * Waits for the next step of so many milliseconds since `asked` (`performance.now()`): a hidden record takes longer to
 * judge than an absent one by a fraction of a millisecond, which a step covers. 0: at once.
 */
export async function nextStep(asked: number, stepMs: number): Promise<void> {
  if (stepMs > 0) await setTimeout(stepMs - ((performance.now() - asked) % stepMs));
}
