import { TextLink } from "../../ui/button/button.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Icon } from "../../ui/text/icon.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { KEPT, sealedKinds, type Shredding, type Standing } from "./shredding.ts";
import styles from "./shreddings.module.css";

/** What stands in the way right now, and what would go. */
export function StandingView({ standing }: { readonly standing: Standing }) {
  if (!standing.hasKey)
    return (
      <p role="status">
        <Icon name="minus" /> Nothing is sealed under a key of this patient: there is nothing to destroy. See
        that the id is the one the FHIR server uses.
      </p>
    );
  return (
    <div className={styles["stack"]} role="status">
      <InTheWay standing={standing} />
      <SealedList sealed={standing.sealed} title="What would never open again" />
    </div>
  );
}

function InTheWay({ standing: { kept, open } }: { readonly standing: Standing }) {
  if (open !== null) return <p>A shredding of this patient is open already. It is in the list.</p>;
  if (kept.length === 0) return <p>Nothing stands in the way.</p>;
  return (
    <>
      <p>
        <strong>It must be kept, so that it cannot be proposed now:</strong>
      </p>
      <ul className={styles["list"]}>
        {kept.map(({ code, ground, until }) => (
          <li key={`${code} ${ground}`}>
            {KEPT[code] ?? code}{" "}
            <span className={styles["soft"]}>
              ({code === "hold" ? "hold " : ""}
              {ground})
            </span>
            {until === null ? (
              code === "hold" && (
                <>
                  , until somebody releases it under <TextLink href="/retention/holds">Legal holds</TextLink>
                </>
              )
            ) : (
              <>
                , until <TimeText at={until} />
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

interface SealedListProps {
  readonly sealed: NonNullable<Shredding["sealed"]>;
  readonly title: string;
}

/** Which kinds of data lie under the key, and in how many places. */
export function SealedList({ sealed, title }: SealedListProps) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <DescriptionList items={sealedKinds(sealed).map(({ kind, count }) => ({ term: kind, value: count }))} />
    </section>
  );
}
