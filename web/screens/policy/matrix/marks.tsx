import { VisuallyHidden } from "../../../ui/text/visually-hidden.tsx";
import type { Transform } from "../questions.ts";
import styles from "./matrix.module.css";

/** What a cell can say: the form in which a role sees an element, or what a purpose says of it. */
export type Mark = Transform | "need" | "may-ask" | "within" | "never";

/** What a column gives of a group. */
export interface GroupSum {
  readonly given: number;
  readonly of: number;
  /** What holds for every element alike; null: they differ. */
  readonly same: Mark | null;
}

type Shape = "full" | "half" | "veiled" | "count" | "token" | "ring" | "cross" | "dot";

const SHAPES: Readonly<Record<Mark, Shape>> = {
  keep: "full",
  need: "full",
  "generalize:year": "half",
  "generalize:zip3": "half",
  "generalize:age-band": "half",
  mask: "veiled",
  count: "count",
  tokenize: "token",
  "may-ask": "ring",
  never: "cross",
  within: "dot",
  drop: "dot",
};

const WORDS: Readonly<Record<Mark, string>> = {
  keep: "shown",
  "generalize:year": "year only",
  "generalize:zip3": "3-digit ZIP only",
  "generalize:age-band": "age band only",
  mask: "masked",
  count: "counted only",
  tokenize: "as a pseudonym",
  drop: "not shown",
  need: "needed",
  "may-ask": "may be asked for",
  within: "left to the roles",
  never: "never",
};

/** A form or a standing in words: `year only`. */
export function wordOf(mark: Mark): string {
  return WORDS[mark];
}

/** The words of a form that came as a text; one that has none stays as it is. */
export function formText(form: string): string {
  const words: Readonly<Record<string, string | undefined>> = WORDS;
  return words[form] ?? form;
}

/** Told apart by shape, never by color alone. */
const PATHS: Readonly<Record<Exclude<Shape, "dot">, { readonly fill?: string; readonly stroke?: string }>> = {
  full: { fill: "M2 2h10v10H2Z" },
  half: { fill: "M2 12 12 2v10Z", stroke: "M2.500 2.500h9v9h-9Z" },
  veiled: { stroke: "M2.500 2.500h9v9h-9ZM5 7h4" },
  count: { stroke: "M5.500 2.500l-1 9M9.500 2.500l-1 9M2.500 5.500h9M2.500 8.500h9" },
  token: { stroke: "M3 3h8M7 3v8.500" },
  ring: { stroke: "M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9Z" },
  cross: { stroke: "M3.500 3.500l7 7M10.500 3.500l-7 7" },
};

/** The sign of a mark, for eyes; its words stand beside it or are hidden in it. */
export function Sign({ mark }: { readonly mark: Mark }) {
  const shape = SHAPES[mark];
  if (shape === "dot") return <span className={styles["dot"]} aria-hidden="true" />;
  const { fill, stroke } = PATHS[shape];
  return (
    <svg
      className={styles["sign"]}
      data-shape={shape}
      aria-hidden="true"
      width={14}
      height={14}
      viewBox="0 0 14 14"
    >
      {fill !== undefined && <path d={fill} fill="currentColor" />}
      {stroke !== undefined && <path d={stroke} fill="none" stroke="currentColor" strokeWidth="1.400" />}
    </svg>
  );
}

/** A cell of one element. */
export function MarkCell({ mark }: { readonly mark: Mark }) {
  return (
    <>
      <Sign mark={mark} />
      <VisuallyHidden>{WORDS[mark]}</VisuallyHidden>
    </>
  );
}

/** A cell of a group: the one thing that holds for all of it, or for how many elements something is given. */
export function GroupCell({ given, of, same }: GroupSum) {
  if (same !== null) return <MarkCell mark={same} />;
  return (
    <>
      <span aria-hidden="true">{given === 0 ? "" : given}</span>
      {given === 0 && <Sign mark="drop" />}
      <VisuallyHidden>{`${given} of ${of}`}</VisuallyHidden>
    </>
  );
}

/** A sign with its words. */
export function MarkText({ mark }: { readonly mark: Mark }) {
  return (
    <span className={styles["marked"]}>
      <Sign mark={mark} /> {WORDS[mark]}
    </span>
  );
}

interface LegendEntry {
  readonly mark: Mark;
  readonly text: string;
}

const OF_ROLES: readonly LegendEntry[] = [
  { mark: "keep", text: "shown" },
  { mark: "generalize:year", text: "generalized" },
  { mark: "mask", text: "masked" },
  { mark: "tokenize", text: "pseudonym" },
  { mark: "count", text: "count" },
  { mark: "drop", text: "not shown" },
];

const OF_PURPOSES: readonly LegendEntry[] = [
  { mark: "need", text: "needed" },
  { mark: "may-ask", text: "may be asked for, case by case" },
  { mark: "never", text: "never" },
  { mark: "within", text: "left to the roles" },
];

/** What the signs mean. */
export function Legend({ of }: { readonly of: "roles" | "purposes" }) {
  const entries = of === "roles" ? OF_ROLES : OF_PURPOSES;
  return (
    <ul className={styles["legend"]} aria-label="Legend">
      {entries.map(({ mark, text }) => (
        <li key={mark}>
          <Sign mark={mark} /> {text}
        </li>
      ))}
      <li>
        <span className={styles["number"]}>3</span> how many of a group
      </li>
    </ul>
  );
}
