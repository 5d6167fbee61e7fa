import { type Benchmark } from "../benchmark.ts";
import { httpCases } from "../http-cases.ts";
import { startHttpServer } from "../servers/http-server.ts";

/** The transport alone, over TLS with verified certificates, beside other clients and beside a socket without HTTP. */
export const benchmark: Benchmark = {
  name: "http-tls",
  cases: httpCases,
  contenders: [
    "http-mailmux",
    "http-mailmux-consume",
    "http-undici",
    "http-undici-full",
    "http-node",
    "http-node-full",
    "http-bare",
  ],
  start: startHttpServer,
};
