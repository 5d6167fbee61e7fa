import { fileURLToPath } from "node:url";

/** The program of a node, beside this one in the built package. */
export const nodeProgram = fileURLToPath(new URL("./node.js", import.meta.url));

/** The panel: its server and the page that it serves. It may read this folder and nothing else. */
export const panelFolder = fileURLToPath(new URL("./panel/", import.meta.url));
export const panelProgram = fileURLToPath(new URL("./panel/server/main.js", import.meta.url));
