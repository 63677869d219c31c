import type { Dispatcher } from "undici";

/** What has come of an answer. */
export interface Arrived {
  readonly status: number;
  /** Empty unless the status is 200: nothing else of an upstream's answer is looked at. */
  readonly body: Uint8Array;
  /** What follows; null: nothing. Whoever does not read it to its end ends the connection. */
  readonly more: AsyncIterable<Uint8Array> | null;
}

export interface ArrivalLimits {
  /** For an answer from its question to its last byte, as far as it is the upstream that takes the time. */
  readonly totalMs: number;
  /** An answer no longer than this comes whole; of a longer one no more than this is taken before it is read. */
  readonly heldBytes: number;
}

/** Read of an answer that is not looked at, so that its connection can be used again. */
const DUMPED_BYTES = 64 * 1024;
/** About so much of a long answer is read at once. */
const PART_BYTES = 128 * 1024;
/** Not acceptable: the status of an answer in an encoding that was not asked for. */
const ENCODED = 406;

/** Takes one answer from an undici dispatcher: at once where it is short, with back-pressure where it is long. */
export class IncomingAnswer implements Dispatcher.DispatchHandler {
  readonly #limits: ArrivalLimits;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #chunks: Buffer[] = [];
  #length = 0;
  #isOver = false;
  /** It came in parts from here on. */
  #isLong = false;
  #fault: Error | undefined;
  #wake: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #leftMs: number;
  #waitedSince = 0;

  constructor(limits: ArrivalLimits) {
    this.#limits = limits;
    this.#leftMs = limits.totalMs;
  }

  /** Resolves when the answer is there, or when more than `heldBytes` of it are. */
  async arrived(): Promise<Arrived> {
    while (!this.#isOver && this.#length <= this.#limits.heldBytes) await this.#change();
    if (this.#fault !== undefined) throw this.#fault;
    return { status: this.#status, body: this.#taken(), more: this.#isOver ? null : this.#rest() };
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#fault !== undefined) controller.abort(this.#fault);
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = (headers["content-encoding"] ?? "identity") === "identity" ? status : ENCODED;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#status !== 200) {
      if (this.#length <= DUMPED_BYTES) return;
      this.#end();
      controller.abort(new Error("an answer that is not looked at is long"));
      return;
    }
    this.#chunks.push(chunk);
    if (this.#length <= (this.#isLong ? PART_BYTES : this.#limits.heldBytes)) return;
    controller.pause();
    this.#wake();
  }

  onResponseEnd(): void {
    this.#end();
  }

  onResponseError(_: Dispatcher.DispatchController, fault: Error): void {
    this.#end(fault);
  }

  async *#rest(): AsyncIterable<Uint8Array> {
    this.#isLong = true;
    try {
      for (;;) {
        if (this.#length > 0) yield this.#taken();
        if (this.#fault !== undefined) throw this.#fault;
        if (this.#isOver && this.#length === 0) return;
        this.#controller?.resume();
        while (!this.#isOver && this.#length <= PART_BYTES) await this.#change();
      }
    } finally {
      this.#controller?.abort(new Error("nobody reads the rest of the answer"));
    }
  }

  #taken(): Uint8Array {
    const [first, second] = this.#chunks;
    const body = second === undefined ? (first ?? NOTHING) : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#length = 0;
    return this.#status === 200 ? body : NOTHING;
  }

  /** Waits for more of the answer; only that counts as the upstream's time. */
  async #change(): Promise<void> {
    this.#waitedSince = performance.now();
    this.#timer = setTimeout(() => this.#tooLate(), this.#leftMs);
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    clearTimeout(this.#timer);
    this.#leftMs -= performance.now() - this.#waitedSince;
    if (this.#leftMs <= 0) this.#tooLate();
  }

  #tooLate(): void {
    const fault = new Error("the answer took too long");
    this.#end(fault);
    this.#controller?.abort(fault);
  }

  /** The first outcome stands. */
  #end(fault?: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#fault = fault;
    this.#wake();
  }
}

const NOTHING = new Uint8Array();
