import { capitalized } from "../../ui/text/capitalized.ts";
import { useNavigate } from "@tanstack/react-router";
import { useSession } from "../../api/session-context.tsx";
import { Button } from "../../ui/button/button.tsx";
import { type ComparedPerson, firstName } from "./comparison.ts";
import { EntryWritten } from "./entry-written.tsx";
import { Share } from "./share.tsx";
import styles from "./same-chart.module.css";

/** Who looks: short, since it stays in view above every row. */
export function PersonHead({ person }: { readonly person: ComparedPerson }) {
  return (
    <div className={styles["head"]}>
      <span className={styles["role"]}>{person.roles.map(({ title }) => title).join(", ")}</span>
      <span className={styles["name"]}>{person.displayName}</span>
    </div>
  );
}

interface PersonAskedProps {
  readonly person: ComparedPerson;
  readonly patient: string;
}

/** For what they asked, how much it came to, what was written of it; and a way to be that person. */
export function PersonAsked({ person, patient }: PersonAskedProps) {
  const { elementsShown, elementsWithheld, reason, entries } = person;
  const beThem = useBeing(person, patient);
  const [first, ...others] = entries;
  return (
    <div className={styles["asked"]}>
      <span className={styles["purpose"]}>{person.purpose.title}</span>
      <Share shown={elementsShown} of={elementsShown + elementsWithheld} />
      {reason !== null && <span className={styles["refused"]}>{sentence(reason.title)}</span>}
      {first !== undefined && (
        <span className={styles["written"]}>
          <EntryWritten entry={first} person={person} text="Entry just written" />
          {others.length > 0 && `, ${others.length} more below`}
        </span>
      )}
      <Button size="small" onPress={beThem}>
        Be {firstName(person.displayName)}
      </Button>
    </div>
  );
}

/** Signs in as the person and opens the same patient for the same purpose. */
function useBeing({ person, purpose }: ComparedPerson, patient: string): () => void {
  const { signIn } = useSession();
  const navigate = useNavigate();
  return () =>
    void signIn(person).then(() => navigate({ to: "/chart", state: { patient, purpose: purpose.id } }));
}

function sentence(text: string): string {
  return `${capitalized(text)}.`;
}
