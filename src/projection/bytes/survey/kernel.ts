/** The part of wasm/fhir that surveys records; the sources there say what each call means. */
export interface SurveyKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** How many mentions stand at `mentionsAt()`; 0: in doubt. */
  survey(text: number, from: number, until: number): number;
  mentionsAt(): number;
  watchName(from: number, until: number, action: number): number;
  setRole(role: number, action: number, below: number): void;
  clearLabels(): void;
  labelSystem(from: number, until: number, comparison: number, seed: number, prefixLengths: number): void;
  labelCode(from: number, until: number, seed: number, isPrefix: number): void;
  labelOrigin(from: number, until: number): void;
  labelTablesAt(): number;
  labelTablesSize(): number;
}

/** Calls with the place of a text in the kernel's memory. What was mentioned before is written over. */
export function withText<T>(kernel: SurveyKernel, text: string, call: (from: number, until: number) => T): T {
  // Room in front and behind: names are compared eight bytes at a time.
  const from = kernel.mentionsAt() + 16;
  const bytes = Buffer.from(text, "utf8");
  const room = new Uint8Array(kernel.memory.buffer, from, bytes.length + 16);
  room.fill(0);
  room.set(bytes);
  return call(from, from + bytes.length);
}
