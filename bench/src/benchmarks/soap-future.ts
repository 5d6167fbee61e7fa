import { type Benchmark } from "../benchmark.ts";
import { startSoapServer } from "../servers/soap-server.ts";
import { soapCases } from "../soap-cases.ts";

/** The SOAP client beside others, and its decoder beside XML parsers. */
export const benchmark: Benchmark = {
  name: "soap-future",
  cases: Object.values(soapCases),
  contenders: [
    "soap-mailmux",
    "soap-npm",
    "soap-strong",
    "soap-php",
    "soap-bare",
    "xml-fast-xml-parser",
    "xml-saxes",
    "xml-txml",
  ],
  start: startSoapServer,
};
