import { useMutation } from "@tanstack/react-query";
import { problemOf } from "../../api/problem.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import { saveFile } from "../../ui/save/save-file.ts";
import { NotAnswered } from "../answered.tsx";
import { type Artifact, fetchArtifact } from "./evidence.ts";
import styles from "./evidence.module.css";

interface SaveArtifactProps {
  readonly artifact: Artifact;
  /** What the button says: `Download`. */
  readonly label: string;
}

/** Downloads what an artifact holds and hashes it here; bytes of another hash are not saved. */
export function SaveArtifact({ artifact, label }: SaveArtifactProps) {
  const saving = useMutation({
    mutationFn: async () => {
      const fetched = await fetchArtifact(artifact);
      if (fetched.isSame) saveFile(artifact.fileName, fetched.content);
      return fetched;
    },
  });
  return (
    <>
      <div className={styles["actions"]}>
        <Button kind="primary" isPending={saving.isPending} onPress={() => saving.mutate()}>
          {label}
        </Button>
      </div>
      {saving.error !== null && (
        <NotAnswered problem={problemOf(saving.error)} what="the artifact" onRetry={() => saving.mutate()} />
      )}
      {saving.data !== undefined && (
        <div className={styles["outcome"]} role="status">
          <p>
            {saving.data.isSame ? (
              <Badge tone="permit" icon="check">
                The hash is the one that the record says
              </Badge>
            ) : (
              <Badge tone="deny" icon="warning">
                The bytes do not have this hash: they were not saved
              </Badge>
            )}
          </p>
          <p>
            Worked out in this browser: <code className={styles["hash"]}>{saving.data.sha256}</code>
          </p>
        </div>
      )}
    </>
  );
}
