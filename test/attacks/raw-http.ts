import { connect } from "node:net";
import { inject } from "vitest";

const SILENCE_MS = 2_000;

/** Sends these bytes to the shared server and gives what came back until it closed or fell silent. */
export function exchange(request: string): Promise<string> {
  const { hostname, port } = new URL(inject("serverUrl"));
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), hostname);
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
    socket.write(request);
  });
}
