import { boundaries } from "./boundaries.js";
import { explainedDisable, noIdleTests } from "./comments.js";

export const mailmux = {
  meta: { name: "mailmux" },
  rules: { boundaries, "explained-disable": explainedDisable, "no-idle-tests": noIdleTests },
};
