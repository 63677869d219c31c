import { useNavigate } from "@tanstack/react-router";
import { useSession } from "../../api/session-context.tsx";
import { Button } from "../../ui/button/button.tsx";
import { type ComparedPerson, firstName } from "./comparison.ts";
import { Share } from "./share.tsx";
import styles from "./same-chart.module.css";

/** Who looks, for what, how much it came to; and a way to be that person. */
export function PersonHead({
  person,
  patient,
}: {
  readonly person: ComparedPerson;
  readonly patient: string;
}) {
  const { elementsShown, elementsWithheld } = person;
  const beThem = useBeing(person, patient);
  return (
    <div className={styles["person"]}>
      <span className={styles["role"]}>{person.roles.map(({ title }) => title).join(", ")}</span>
      <span className={styles["purpose"]}>{person.displayName}</span>
      <span className={styles["purpose"]}>
        For: <span className={styles["declared"]}>{person.purpose.title}</span>
      </span>
      <Share shown={elementsShown} of={elementsShown + elementsWithheld} />
      <Button size="small" onPress={beThem}>
        Be {firstName(person.displayName)}
      </Button>
      {person.reason !== null && <span className={styles["refused"]}>{sentence(person.reason.title)}</span>}
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
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
