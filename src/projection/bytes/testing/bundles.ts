/** Bundles of made-up entries, well-formed and not. */
import { Random } from "../../../../demo/random.ts";
import type { CaseMaker } from "./cases.ts";
import { literal } from "./made.ts";
import type { Made, Member } from "./made.ts";
import { mutated } from "./mutations.ts";
import { anySpelling, spelled } from "./spelling.ts";

/** A function of its seed alone. */
export function bundleOf(maker: CaseMaker, seed: string): Buffer {
  const random = new Random(seed);
  const [first = "", ...others] = Array.from({ length: random.int(1, 5) }, (_, i) =>
    entryText(maker, `${seed}/${i}`, random),
  );
  const frame = frameOf(random);
  const text = spelled({ members: frame }, random, { ...anySpelling(random), escapedName: 0 });
  const whole = Buffer.from(text.replace('"ENTRIES"', () => [first, ...others].join(",")));
  return random.chance(0.3) ? mutated(whole, Buffer.from(first), random) : whole;
}

function frameOf(random: Random): readonly Member[] {
  const link = (relation: string): Made => ({
    members: [
      ["relation", relation],
      ["url", "http://upstream.example?page=2"],
    ],
  });
  const members: readonly Member[] = [
    ["resourceType", random.chance(0.95) ? "Bundle" : "Patient"],
    ["type", random.pick<Made>(["searchset", "searchset", "history", literal("1")])],
    ["total", literal("3")],
    ["link", random.pick<Made>([[link("self"), link("next")], [], link("self"), [literal("null")]])],
    ["entry", ["ENTRIES"]],
  ];
  const chosen = members.filter(([name]) => name === "entry" || random.chance(0.9));
  return random.chance(0.1) ? [...chosen, random.pick(members)] : random.sample(chosen, chosen.length);
}

function entryText(maker: CaseMaker, seed: string, random: Random): string {
  const { text, span } = maker.case(seed);
  const resource = Buffer.from(span === undefined ? text : text.subarray(span.from, span.until)).toString();
  const mode = random.pick([
    "",
    ',"search":{"mode":"match"}',
    ',"search":{"score":1,"mode":"include"}',
    ',"search":{}',
  ]);
  return random.pick([
    `{"fullUrl":"urn:uuid:1","resource":${resource}${mode}}`,
    `{"resource":${resource} ${mode} }`,
    `{"resource":${resource}${mode}}`,
    `{"fullUrl":"urn:uuid:2"${mode}}`,
  ]);
}
