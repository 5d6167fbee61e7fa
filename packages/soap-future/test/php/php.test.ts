import { describe, expect, it } from "vitest";
import { type SoapFault } from "../../src/index.ts";
import { argumentsIn, dialects, resultIn } from "./dialects.ts";
import { phpPath } from "./php-process.ts";
import { callFromPhp, clientOfPhp, type Part, type RecordValue, seenByPhp } from "./records.ts";

const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
const record: RecordValue = {
  text: 'é <&> "日本" ]]> 😀 \' \t\n two  spaces ',
  count: -2147483648,
  big: 9223372036854775807n,
  exact: "12345678901234567890.0123456789",
  ratio: 0.1,
  flag: true,
  bytes: everyByte,
  hex: everyByte,
  at: "2026-11-24T03:04:05.678+05:30",
  day: "2026-11-24Z",
  note: null,
  extra: "",
  tag: ["a", "", "ü"],
  part: [{ name: "one", size: 1 }, { name: "two" }],
};

/** Records that differ in one field. */
const records: [string, Partial<RecordValue>][] = [
  ["of every type", {}],
  ["with the least long", { big: -9223372036854775808n }],
  ["with a long that a number cannot hold", { big: 9007199254740993n }],
  ["with zeros", { count: 0, big: 0, exact: "0", ratio: 0, flag: false }],
  ["with a great double", { ratio: -1.7976931348623157e308 }],
  ["with a small double", { ratio: 5e-324 }],
  ["with infinity", { ratio: Infinity }],
  ["with less than anything", { ratio: -Infinity }],
  ["with empty texts and bytes", { text: "", bytes: new Uint8Array(), hex: new Uint8Array(), note: "" }],
  ["with a text where nil may stand", { note: "not nil" }],
  ["with no repeated elements", { tag: [], part: [] }],
  ["with one of each repeated element", { tag: ["only"], part: [{ name: "only", size: 0 }] }],
  ["with a thousand repeated elements", { part: parts(1000) }],
];

function parts(count: number): Part[] {
  return Array.from({ length: count }, (_, size) => ({ name: `part ${size}`, size }));
}

/** Bytes of any class compare by what they hold. */
function plain(value: RecordValue): unknown {
  return { ...value, bytes: [...value.bytes], hex: [...value.hex] };
}

describe.skipIf(phpPath === undefined).each(dialects)("$name: our client on PHP's SoapServer", (dialect) => {
  it("records of all kinds come back as they were sent", async () => {
    const client = await clientOfPhp(dialect);
    for (const [what, change] of records) {
      const sent = { ...record, ...change };
      const { result } = await client.echo({ record: sent });
      expect(plain(result), what).toEqual(plain(sent));
    }
  });

  it("PHP sees values of the right types", async () => {
    const client = await clientOfPhp(dialect);
    const { types, values } = seenByPhp((await client.look({ record })).result);
    expect(types).toEqual({
      text: "string",
      count: "int",
      big: "int",
      exact: "string",
      ratio: "float",
      flag: "bool",
      bytes: "string",
      hex: "string",
      at: "string",
      day: "string",
      note: "null",
      extra: "string",
      tag: "array",
      part: "array",
    });
    expect(values).toEqual(record);
  });

  it("PHP sees no field where an element is absent", async () => {
    const client = await clientOfPhp(dialect);
    const { extra, ...others } = { ...record, tag: [], part: [] };
    const { types } = seenByPhp((await client.look({ record: others })).result);
    expect(extra).toBe("");
    expect(Object.keys(types)).not.toContain("extra");
    expect(Object.keys(types)).not.toContain("tag");
    expect(Object.keys(types)).not.toContain("part");
  });

  it("PHP's text of what is not a number is not XML Schema's, and is refused with its place", async () => {
    const client = await clientOfPhp(dialect);
    await expect(client.echo({ record: { ...record, ratio: NaN } })).rejects.toMatchObject({
      code: "decode",
      message: expect.stringContaining('"NAN" at echoResponse/result/ratio is not an xsd:double') as string,
    });
  });

  it("PHP's fault arrives with its code, text, actor and detail", async () => {
    const client = await clientOfPhp(dialect);
    const fault = await client.fail({ reason: "ü <&>" }).catch((error: unknown) => error as SoapFault);
    expect(fault).toMatchObject({
      code: "fault",
      // In SOAP 1.2, PHP has nothing for an actor.
      ...(dialect.soapVersion === "1.2"
        ? { faultcode: "env:Sender", faultactor: undefined }
        : { faultcode: "SOAP-ENV:Client", faultactor: "urn:php" }),
      faultstring: "PHP refuses: ü <&>",
      detail: { reason: "ü <&>" },
      httpStatus: 500,
    });
  });
});

describe.skipIf(phpPath === undefined).each(dialects)("$name: PHP's SoapClient on our service", (dialect) => {
  it("records of all kinds arrive as PHP has sent them", async () => {
    const sent = records.map(([, change]) => ({ ...record, ...change }));
    const { answers, received } = await callFromPhp(
      dialect,
      sent.map((each) => ({ operation: "look", arguments: argumentsIn(dialect, { record: each }) })),
    );
    expect(answers).toEqual(sent.map(({ text }) => ({ result: resultIn(dialect, text) })));
    expect(received.map((each) => plain(each as RecordValue))).toEqual(sent.map(plain));
  });

  it("PHP gets back what it has sent, in values of its own types", async () => {
    const { answers } = await callFromPhp(dialect, [
      { operation: "echo", arguments: argumentsIn(dialect, { record }) },
    ]);
    expect(answers).toEqual([{ result: resultIn(dialect, record) }]);
  });

  it("our fault arrives with its code, text, actor and detail, and the next call goes on", async () => {
    const { answers } = await callFromPhp(dialect, [
      { operation: "fail", arguments: argumentsIn(dialect, { reason: "ü <&>" }) },
      { operation: "look", arguments: argumentsIn(dialect, { record }) },
    ]);
    expect(answers).toEqual([
      {
        fault: {
          ...(dialect.soapVersion === "1.2"
            ? { faultcode: "SOAP-ENV:Sender", faultactor: null }
            : { faultcode: "SOAP-ENV:Client", faultactor: "urn:mailmux" }),
          faultstring: "Refused: ü <&>",
          detail: { reason: "ü <&>" },
        },
      },
      { result: resultIn(dialect, record.text) },
    ]);
  });

  it("a wrong password is the fault Unauthorized", async () => {
    const { answers, received } = await callFromPhp(
      dialect,
      [{ operation: "look", arguments: argumentsIn(dialect, { record }) }],
      { password: "wrong" },
    );
    expect(answers[0]?.fault).toMatchObject({ faultstring: "Unauthorized" });
    expect(received).toEqual([]);
  });
});
