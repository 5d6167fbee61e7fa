import { readFile } from "node:fs/promises";
import { generateTypes, parseWsdl } from "@mailmux/soap-future";

const note =
  "// Generated from wsdl/gateway.wsdl by `pnpm --filter @mailmux/gateway-api generate`. Do not edit.\n\n";

/** The generated files of this package, by name: what the WSDL says, as TypeScript. */
export async function generateSources(): Promise<Record<string, string>> {
  const wsdl = await readFile(new URL("../wsdl/gateway.wsdl", import.meta.url), "utf8");
  const descriptor = parseWsdl(wsdl);
  return {
    "service.gen.ts": generateTypes(descriptor),
    "descriptor.gen.ts": `${note}import { type ServiceDescriptor } from "@mailmux/soap-future";\n\nexport const gatewayDescriptor: ServiceDescriptor = ${JSON.stringify(descriptor, null, 2)};\n`,
    "wsdl.gen.ts": `${note}export const gatewayWsdl = ${JSON.stringify(wsdl)};\n`,
  };
}
