import { readFile } from "node:fs/promises";
import { generateTypes, parseWsdl } from "@mailmux/soap-future";
import { documentApi } from "./document.ts";

const note =
  "// Generated from wsdl/gateway.wsdl by `pnpm --filter @mailmux/gateway-api generate`. Do not edit.\n\n";

/** What the WSDL says, as TypeScript and as a page of the documentation; by path from the root of the package. */
export async function generateSources(): Promise<Record<string, string>> {
  const wsdl = await readFile(new URL("../wsdl/gateway.wsdl", import.meta.url), "utf8");
  const descriptor = parseWsdl(wsdl);
  return {
    "src/generated/service.gen.ts": generateTypes(descriptor),
    "src/generated/descriptor.gen.ts": `${note}import { type ServiceDescriptor } from "@mailmux/soap-future";\n\nexport const gatewayDescriptor: ServiceDescriptor = ${JSON.stringify(descriptor, null, 2)};\n`,
    "src/generated/wsdl.gen.ts": `${note}export const gatewayWsdl = ${JSON.stringify(wsdl)};\n`,
    "../../docs/gateway-api.md": documentApi(descriptor),
  };
}
