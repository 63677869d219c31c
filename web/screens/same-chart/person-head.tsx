import { useNavigate } from "@tanstack/react-router";
import { useSession } from "../../api/session-context.tsx";
import { Button } from "../../ui/button/button.tsx";
import type { ComparedPerson } from "./comparison.ts";
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
  const first = person.displayName.split(" ")[0] ?? person.person;
  const beThem = useBeing(person, patient);
  return (
    <div className={styles["person"]}>
      <span className={styles["role"]}>{person.roles.map(({ title }) => title).join(", ")}</span>
      <span className={styles["purpose"]}>{person.purpose.title}</span>
      <Share shown={elementsShown} of={elementsShown + elementsWithheld} />
      {person.reason !== null && <span className={styles["refused"]}>{sentence(person.reason.title)}</span>}
      <Button size="small" onPress={beThem}>
        Be {first}
      </Button>
    </div>
  );
}

/** Signs in as the person, declares the same purpose and opens the same patient. */
function useBeing({ person, purpose }: ComparedPerson, patient: string): () => void {
  const { signIn, declarePurpose } = useSession();
  const navigate = useNavigate();
  return () =>
    void signIn(person).then(() => {
      declarePurpose(purpose.id);
      return navigate({ to: "/chart", state: { patient } });
    });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
