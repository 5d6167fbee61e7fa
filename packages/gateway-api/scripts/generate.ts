// Writes what is made from wsdl/gateway.wsdl: run with `pnpm --filter @mailmux/gateway-api generate`.
import { writeFile } from "node:fs/promises";
import { generateSources } from "./sources.ts";

const root = new URL("../", import.meta.url);
for (const [path, text] of Object.entries(await generateSources()))
  await writeFile(new URL(path, root), text);
