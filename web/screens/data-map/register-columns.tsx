import { Badge, type Tone } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { TimeText } from "../../ui/text/time-text.tsx";
import { type Candidate, ENCRYPTED, KINDS, STANDINGS, type System } from "./register.ts";
import styles from "./data-map.module.css";

type Said = System["atRest"];

const TONES: Readonly<Record<"yes" | "no" | "unknown", Tone>> = {
  yes: "permit",
  no: "deny",
  unknown: "outline",
};

/** What a person says of encryption, with who and when. */
function SaidCell({ said }: { readonly said: Said }) {
  if (said === null) return <Badge tone="outline">{ENCRYPTED.unsaid}</Badge>;
  return (
    <span className={styles["words"]}>
      <Badge tone={TONES[said.encrypted]}>{ENCRYPTED[said.encrypted]}</Badge> {said.how && `${said.how}, `}
      stated by {said.by} <TimeText at={said.at} />
    </span>
  );
}

const said = (id: "atRest" | "inTransit", title: string): Column<System> => ({
  id,
  title,
  cell: (system) => <SaidCell said={system[id]} />,
  csv: (system) => system[id]?.encrypted ?? null,
});

/** The columns of the register; `confirm` only for whoever may. */
export function registerColumns(confirm: ((system: System) => void) | null): readonly Column<System>[] {
  return [
    { id: "name", title: "System", cell: ({ name }) => name, csv: ({ name }) => name },
    { id: "id", title: "Id", hidden: true, cell: ({ id }) => <code>{id}</code>, csv: ({ id }) => id },
    { id: "kind", title: "Kind", cell: ({ kind }) => KINDS[kind], csv: ({ kind }) => kind },
    {
      id: "standing",
      title: "Standing",
      cell: ({ standing }) => STANDINGS[standing],
      csv: ({ standing }) => standing,
    },
    {
      id: "review",
      title: "Confirmed",
      cell: ({ overdue, confirmedAt, confirmedBy }) => (
        <>
          {overdue && <Badge tone="caution">Overdue</Badge>} <TimeText at={confirmedAt} /> by {confirmedBy}
        </>
      ),
      csv: ({ confirmedAt }) => confirmedAt,
    },
    { id: "owner", title: "Who answers for it", cell: ({ owner }) => owner, csv: ({ owner }) => owner },
    {
      id: "categories",
      title: "Categories",
      cell: ({ categories }) => categories.join(", ") || "Not said",
      csv: ({ categories }) => categories.join(" "),
    },
    said("atRest", "At rest"),
    said("inTransit", "In transit"),
    {
      id: "location",
      title: "Where",
      hidden: true,
      cell: ({ location }) => location || "Not said",
      csv: ({ location }) => location,
    },
    {
      id: "vendor",
      title: "Vendor",
      hidden: true,
      cell: ({ vendor }) => vendor ?? "None",
      csv: ({ vendor }) => vendor,
    },
    {
      id: "retention",
      title: "Kept",
      hidden: true,
      cell: ({ retention }) => retention || "Not said",
      csv: ({ retention }) => retention,
    },
    ...(confirm === null ? [] : [confirmColumn(confirm)]),
  ];
}

function confirmColumn(confirm: (system: System) => void): Column<System> {
  return {
    id: "confirm",
    title: "Review",
    cell: (system) => (
      <Button size="small" aria-label={`Still right: ${system.name}`} onPress={() => confirm(system)}>
        Still right
      </Button>
    ),
  };
}

/** Kinds of stores that nobody has said anything of. */
export function candidateColumns(
  acts: { readonly name: (one: Candidate) => void; readonly absent: (one: Candidate) => void } | null,
): readonly Column<Candidate>[] {
  return [
    { id: "name", title: "Kind of store", cell: ({ name }) => name, csv: ({ name }) => name },
    {
      id: "ask",
      title: "Ask",
      cell: ({ ask }) => <span className={styles["words"]}>{ask}</span>,
      csv: ({ ask }) => ask,
    },
    ...(acts === null
      ? []
      : [
          {
            id: "act",
            title: "Answer",
            cell: (one: Candidate) => (
              <span className={styles["acts"]}>
                <Button size="small" aria-label={`Name it: ${one.name}`} onPress={() => acts.name(one)}>
                  Name it
                </Button>
                {one.kind !== "disk" && (
                  <Button
                    size="small"
                    kind="quiet"
                    aria-label={`There is none: ${one.name}`}
                    onPress={() => acts.absent(one)}
                  >
                    There is none
                  </Button>
                )}
              </span>
            ),
          },
        ]),
  ];
}
