import { specifyPractice } from "./testing/noninterference.contract.ts";

// Two files, so that two cores share them.
specifyPractice(2);
