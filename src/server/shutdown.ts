/** Undoes in reverse what was started; one failure does not keep the rest from being closed. */
export async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  for (const close of closers.splice(0).toReversed()) {
    await close().catch(() => undefined);
  }
}
