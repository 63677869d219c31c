/**
 * The whole gateway, with token, decision, projection and durable record in each answer, beside proxies before the same
 * upstream: nginx, which reads nothing of what it passes on, one in Node that parses, projects and stringifies, one in
 * Node that does nothing but HTTP, and one that does nothing but HTTP and the record: as fast as a gateway in one Node
 * process that keeps this record could be.
 */
import { gatewayAgainst, type Peer } from "../gateway-rounds.ts";
import type { AnswerSize } from "../gateway/material.ts";
import type { BenchRow } from "../harness/types.ts";

const PEERS: Readonly<Record<Peer, string>> = {
  nginx: "plain nginx proxy",
  tuned: "nginx proxy that keeps its connections to the upstream",
  node: "Node proxy that parses, projects, stringifies",
  pass: "Node proxy that hands bytes on and does nothing else",
  record: "Node proxy that hands bytes on once an entry of the record is durable",
  njs: "nginx with njs that parses, projects, stringifies",
};

function row(peer: Peer, size: AnswerSize, must: number | null, aim: number | null): BenchRow {
  return {
    name: `gateway/${peer}-${size}k`,
    row: `gateway at ${size} KB, decision and record included`,
    peer: PEERS[peer],
    unit: "answers/s",
    must,
    aim,
    run: (settings) => gatewayAgainst(peer, size, settings),
  };
}

export default [
  row("nginx", 1, 0.35, 0.8),
  row("tuned", 1, null, null),
  row("pass", 1, null, null),
  row("record", 1, null, null),
  row("nginx", 20, 0.3, 0.75),
  row("tuned", 20, null, null),
  row("pass", 20, null, null),
  row("record", 20, null, null),
  row("node", 20, 2.5, 6),
  row("njs", 20, null, null),
  row("nginx", 137, 0.3, 0.6),
  row("tuned", 137, null, null),
  row("pass", 137, null, null),
  row("record", 137, null, null),
  row("node", 137, 4.5, 10),
  row("njs", 137, null, null),
] satisfies readonly BenchRow[];
