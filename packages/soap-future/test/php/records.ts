import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestCertificate } from "@mailmux/http-tls/testing";
import { onTestFinished } from "vitest";
import { createSoapClient, parseWsdl, type SoapClient, SoapFault } from "../../src/index.ts";
import { createSoapService } from "../../src/server/index.ts";
import { type Dialect } from "./dialects.ts";
import { callWithPhp, fromPhp, type PhpCall, type PhpSoapSetup, startPhpServer } from "./php-process.ts";

export interface Part {
  name: string;
  size?: number;
}

export interface RecordValue {
  text: string;
  count: number;
  big: number | bigint;
  exact: string;
  ratio: number;
  flag: boolean;
  bytes: Uint8Array;
  hex: Uint8Array;
  at: string;
  day: string;
  note: string | null;
  extra?: string;
  tag: string[];
  part: Part[];
}

export type RecordsService = {
  echo: { input: { record: RecordValue }; output: { result: RecordValue } };
  look: { input: { record: RecordValue }; output: { result: string } };
  fail: { input: { reason: string }; output: object };
};

/** A file for PHP that is gone after the test. */
function temporaryFile(name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "soap-future-php-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Our client, on PHP's SoapServer. */
export async function clientOfPhp({
  wsdl,
  wrapped,
  options = {},
}: Dialect): Promise<SoapClient<RecordsService>> {
  const setup = { wsdl: temporaryFile("records.wsdl", wsdl), options, wrapped };
  const server = await startPhpServer("server.php", { RECORDS_OPTIONS: JSON.stringify(setup) });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const client = createSoapClient<RecordsService>({ descriptor: parseWsdl(wsdl), endpoint: server.endpoint });
  onTestFinished(() => client.close());
  return client;
}

/** What PHP's SoapServer saw of a record: the PHP type of each field, and its value. */
export function seenByPhp(looked: string): { types: Record<string, string>; values: unknown } {
  return fromPhp(looked) as { types: Record<string, string>; values: unknown };
}

/** Our service over TLS, called by PHP's SoapClient, which verifies its certificate. */
export async function callFromPhp(
  { wsdl, options }: Dialect,
  calls: readonly PhpCall[],
  more: PhpSoapSetup["options"] = {},
): Promise<{ answers: Awaited<ReturnType<typeof callWithPhp>>; received: unknown[] }> {
  const { key, cert } = await createTestCertificate();
  const received: unknown[] = [];
  const take = <T>(value: T): T => {
    received.push(value);
    return value;
  };
  const service = createSoapService<RecordsService, string>({
    descriptor: parseWsdl(wsdl),
    wsdl,
    authenticate: ({ headers }) => {
      if (headers.authorization === `Basic ${btoa("admin:secret")}`) return "admin";
      throw new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring: "Unauthorized", httpStatus: 401 });
    },
    handlers: {
      echo: ({ record }) => ({ result: take(record) }),
      look: ({ record }) => ({ result: take(record).text }),
      fail: ({ reason }) => {
        throw new SoapFault({
          faultcode: "SOAP-ENV:Client",
          faultstring: `Refused: ${reason}`,
          faultactor: "urn:mailmux",
          detail: { reason },
        });
      },
    },
  });
  const server = createServer({ key, cert }, service.listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const answers = await callWithPhp({
    wsdl: temporaryFile("records.wsdl", wsdl),
    options: {
      login: "admin",
      password: "secret",
      ...options,
      ...more,
      location: `https://127.0.0.1:${port}/`,
    },
    ca: temporaryFile("ca.pem", cert),
    calls,
  });
  return { answers, received };
}
