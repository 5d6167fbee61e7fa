import { describe, expect, it } from "vitest";
import {
  createSoapClient,
  type ServiceDescriptor,
  type ServiceShape,
  type Settled,
  SoapFault,
} from "../src/index.ts";
import { createInMemoryService, createInMemoryTransport } from "../src/testing/index.ts";
import {
  comparable,
  goldenDescriptor,
  type GoldenFolder,
  goldenFolder,
  goldenNames,
  goldenText,
} from "./golden-folder.ts";

const update = process.env["UPDATE_GOLDEN"] === "1";
const names = goldenNames();

/** Answers up to this size are cut at every place of their Body; all are read byte by byte. */
const maxSplitBytes = 1200;

interface Answer {
  readonly body: readonly Uint8Array[];
  readonly status: number;
}

interface Exchange {
  readonly sent: string;
  readonly end: Settled<unknown>;
  readonly soapHeaders: unknown;
}

interface Golden {
  readonly folder: GoldenFolder;
  readonly descriptor: ServiceDescriptor;
  /** Calls the operation with the request of the folder. */
  exchange(answer: Answer): Promise<Exchange>;
}

function open(name: string): Golden {
  const folder = goldenFolder(name);
  const descriptor = goldenDescriptor(folder);
  const contentType = descriptor.soapVersion === "1.2" ? "application/soap+xml" : "text/xml";
  const request = folder.value("request.json") as object;
  const soapHeaders = folder.value("request.headers.json") as Record<string, unknown> | undefined;
  let next: Answer = { body: [], status: 200 };
  let sent = "";
  const transport = createInMemoryTransport(({ body }) => {
    sent = textOf(body);
    return { ...next, contentType };
  });
  const { [folder.operation]: start } = createSoapClient({ descriptor, transport }).future({ soapHeaders });
  return {
    folder,
    descriptor,
    async exchange(answer) {
      if (start === undefined) throw new Error(`the WSDL has no operation ${folder.operation}`);
      next = answer;
      sent = "";
      const future = start(request);
      return { end: await future.settled(), sent, soapHeaders: future.meta.soapHeaders };
    },
  };
}

function textOf(body: string | Uint8Array): string {
  return typeof body === "string" ? body : Buffer.from(body).toString("utf8");
}

function answerOf(folder: GoldenFolder): Answer {
  const status = folder.has("fault.json") ? 500 : 200;
  return { status, body: folder.has("response.xml") ? [folder.bytes("response.xml")] : [] };
}

/** How a call ended, as the files of a folder say it. */
function outcome({ end, soapHeaders }: Exchange): Record<string, string> {
  const none =
    typeof soapHeaders !== "object" || soapHeaders === null || Object.keys(soapHeaders).length === 0;
  const more = none ? {} : { "response.headers.json": comparable(soapHeaders) };
  if (end.status === "ok") return { "response.json": comparable(end.value), ...more };
  const { error } = end;
  if (!(error instanceof SoapFault)) {
    const { path } = error.context;
    return { "error.json": comparable({ code: error.code, ...(path === undefined ? {} : { path }) }) };
  }
  const { faultcode, faultstring, faultactor, subcodes, detail } = error;
  const fault = {
    faultcode,
    faultstring,
    faultactor,
    subcodes: subcodes.length === 0 ? undefined : subcodes,
    detail,
  };
  const said = Object.entries(fault).filter(([, value]) => value !== undefined);
  return { "fault.json": comparable(Object.fromEntries(said)), ...more };
}

/** What the folder says of how the call ends. */
function expected(folder: GoldenFolder): Record<string, string> {
  const files = ["response.json", "fault.json", "error.json", "response.headers.json"];
  return Object.fromEntries(
    files.filter((file) => folder.has(file)).map((file) => [file, comparable(folder.value(file))]),
  );
}

function rewrite({ folder }: Golden, { sent, end }: Exchange): void {
  if (sent !== "") folder.write("request.xml", sent);
  folder.write("request.json", goldenText(folder.value("request.json")));
  if (end.status === "ok" && folder.has("response.json"))
    folder.write("response.json", goldenText(end.value));
}

/** The folders that have these files. */
function goldensWith(...files: readonly string[]): readonly string[] {
  return names.filter((name) => files.every((file) => goldenFolder(name).has(file)));
}

describe.each(names)("%s", (name) => {
  const golden = open(name);
  const { folder } = golden;

  it("sends the request and reads the answer", async () => {
    const found = await golden.exchange(answerOf(folder));
    if (update) rewrite(golden, found);
    expect(found.sent).toBe(folder.has("request.xml") ? folder.text("request.xml") : "");
    expect(outcome(found)).toEqual(expected(folder));
  });
});

describe.each(goldensWith("response.xml"))("%s", (name) => {
  const golden = open(name);
  const { folder } = golden;

  it("reads the answer in pieces as it does the whole", async () => {
    const right = expected(folder);
    const { status } = answerOf(folder);
    const bytes = folder.bytes("response.xml");
    const bytewise = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(outcome(await golden.exchange({ status, body: bytewise }))).toEqual(right);
    if (bytes.length > maxSplitBytes) return;
    const wrong: unknown[] = [];
    // What comes before the Body is the same in all folders.
    for (let at = Math.max(1, Buffer.from(bytes).indexOf("Body")); at < bytes.length; at++) {
      const found = outcome(
        await golden.exchange({ status, body: [bytes.subarray(0, at), bytes.subarray(at)] }),
      );
      if (JSON.stringify(found) !== JSON.stringify(right)) wrong.push({ at, found });
    }
    expect(wrong).toEqual([]);
  });
});

describe.each(goldensWith("request.xml", "response.json"))("%s", (name) => {
  const golden = open(name);
  const { folder, descriptor } = golden;

  it("reads the request as a service does, and its own answer", async () => {
    const seen: unknown[] = [];
    const service = createInMemoryService<ServiceShape>(descriptor, {
      [folder.operation]: (args: object) => {
        seen.push(args);
        return folder.value("response.json") as object;
      },
    });
    const { signal } = new AbortController();
    const response = await service.send({
      headers: {},
      body: folder.text("request.xml"),
      idempotent: false,
      signal,
    });
    const body: Uint8Array[] = [];
    for await (const chunk of response.body) body.push(chunk);
    expect(seen.map(comparable)).toEqual([comparable(folder.value("request.json"))]);
    const { end } = await golden.exchange({ status: 200, body });
    expect(outcome({ end, sent: "", soapHeaders: undefined })).toEqual({
      "response.json": comparable(folder.value("response.json")),
    });
  });
});

it("there are folders for everything", () => {
  expect(names.length).toBeGreaterThanOrEqual(120);
});
