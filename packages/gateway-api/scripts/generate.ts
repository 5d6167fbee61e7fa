// Writes src/generated/ from wsdl/gateway.wsdl: run with `pnpm --filter @mailmux/gateway-api generate`.
import { mkdir, writeFile } from "node:fs/promises";
import { generateSources } from "./sources.ts";

const folder = new URL("../src/generated/", import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(await generateSources()))
  await writeFile(new URL(name, folder), text);
