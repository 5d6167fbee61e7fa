import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxScriptLength } from "../limits.ts";
import {
  ConfigurationError,
  formatTlsPolicy,
  readTlsPolicies,
  removeTlsPolicy,
  setTlsPolicy,
  tlsModes,
  tlsPolicyFor,
  tlsProtocols,
  type TlsDestination,
  type TlsPolicy,
} from "../index.ts";

const domain = (...names: string[]): TlsDestination => ({ kind: "domain", names });
const all: TlsDestination = { kind: "all" };
const plain = (script: string): TlsPolicy[] =>
  readTlsPolicies(script).policies.map(({ destination, options }) => ({ destination, options }));
const reasons = (script: string): string[] =>
  readTlsPolicies(script).unread.map(({ position, reason }) => `${position.line}: ${reason}`);

const script = `// Broken TLS: SetTLS(["tls" => "no"]);
$note = 'EOT'
SetTLS(["tls" => "require"]);
'EOT';
SetTLS(["tls" => "optional", "tls_protocols" => "!SSLv2, !SSLv3"]);

if ($recipientdomain == "old.example" or "older.example" == $recipientdomain) {
	// since May
	SetTLS([
		"tls" => "require_verify", // strict
		"tls_verify_name" => ["mx.old.example", ''mx2.old.example''],
		"tls_verify_host" => 1,
		"x_new" => 5
	]);
	SetHELO("a");
} else if ($message["recipientaddress"]["domain"] == "off.example")
	SetTLS(array("tls" => "disabled"));
else
	Try();
`;

describe("readTlsPolicies", () => {
  it("reads policies for all deliveries and for destinations", () => {
    expect(plain(script)).toEqual([
      { destination: all, options: { mode: "optional", protocols: ["!SSLv2", "!SSLv3"] } },
      {
        destination: domain("old.example", "older.example"),
        options: {
          mode: "require_verify",
          verifyNames: ["mx.old.example", "mx2.old.example"],
          verifyHost: true,
          other: { x_new: 5 },
        },
      },
      { destination: domain("off.example"), options: { mode: "disabled" } },
    ]);
    expect(readTlsPolicies(script).unread).toEqual([]);
    expect(readTlsPolicies(script).policies.map(({ position }) => position.line)).toEqual([5, 9, 17]);
  });

  it("reads every option", () => {
    const text = `if (($destination == "mx.example")) SetTLS(["tls" => "dane", "tls_protocols" => "TLSv1.2", "tls_ciphers" => "HIGH:!aNULL",
      "tls_verify_host" => true, "tls_verify_name" => [], "tls_default_ca" => false, "tls_sni" => "a", "tls_client_cert" => "pki:2", "tls_capture_peer_cert" => 0,]);`;
    expect(plain(text)).toEqual([
      {
        destination: { kind: "host", names: ["mx.example"] },
        options: {
          mode: "dane",
          protocols: ["TLSv1.2"],
          ciphers: "HIGH:!aNULL",
          verifyHost: true,
          verifyNames: [],
          defaultCa: false,
          sni: "a",
          clientCertificate: "pki:2",
          capturePeerCertificate: false,
        },
      },
    ]);
  });

  it.each([
    ["SetTLS($options);", "1: the argument is not an array of plain values"],
    ['SetTLS(["tls" => $mode]);', "1: the value of an option is not a plain value"],
    ['SetTLS(["tls" => "a" . "b"]);', "1: the value of an option is not a plain value"],
    ['SetTLS(["tls" => "always"]);', "1: the value of tls is not understood"],
    ['SetTLS(["tls_protocols" => "TLS1.2"]);', "1: the value of tls_protocols is not understood"],
    ['SetTLS(["tls" => "$mode"]);', "1: the value of an option is not a plain value"],
    ['SetTLS(["tls" => "dane", "tls" => "dane"]);', "1: an option is there twice"],
    ['SetTLS(["dane"]);', "1: an option is not a plain text with => behind it"],
    ['SetTLS(["tls_verify_name" => [$a]]);', "1: a list has something else than plain texts"],
    ['SetTLS(["tls" => "dane"]) . f();', "1: the call is not a statement of its own"],
    ['echo SetTLS(["tls" => "dane"]);', "1: it stands inside other code"],
    ["$f = SetTLS;", "1: it stands inside other code"],
    ['function f() { SetTLS(["tls" => "dane"]); }', "1: it stands inside other code"],
    ['foreach ($a as $b) SetTLS(["tls" => "dane"]);', "1: it stands inside other code"],
    ['if ($a) if ($recipientdomain == "a") SetTLS(["tls" => "dane"]);', "1: it stands inside other code"],
    ['switch ($recipientdomain) { case "a": SetTLS(["tls" => "dane"]); }', "1: it stands inside other code"],
    ['Try();\nSetTLS(["tls" => "dane"]);', "2: the script ends before it"],
    ['if ($recipientdomain == "a") {\nTry(); SetTLS(["tls" => "dane"]); }', "2: the script ends before it"],
    [
      'if ($recipientdomain == "a") Try(); else SetTLS([]);',
      "1: it stands in an else branch, which has no destination of its own",
    ],
    [
      'if ($destination == "a") Try(); else if ($recipientdomain == "b") SetTLS([]);',
      "1: branches before it decide by something else",
    ],
    ...[
      "$retry > 3",
      '$recipientdomain != "a"',
      '$recipientdomain == "a" and $retry == "3"',
      '$recipientdomain == "a" or $destination == "b"',
      "true",
      "",
      '"a" == "b"',
      '$message["sender"]["domain"] == "a"',
    ].map(
      (condition) =>
        [
          `if (${condition}) SetTLS(["tls" => "dane"]);`,
          "1: the condition is not a comparison of the recipient's domain or the destination with plain texts",
        ] as [string, string],
    ),
  ])("leaves %j alone and says why", (text, reason) => {
    expect(readTlsPolicies(text).policies).toEqual([]);
    expect(reasons(text)).toEqual([reason]);
  });

  it("refuses scripts that it cannot read, with the place", () => {
    expect(() => readTlsPolicies('\n"')).toThrow(/script_not_understood.*line 2, column 1/);
    expect(() => readTlsPolicies("function SetTLS($o) {}")).toThrow(/defines its own SetTLS/);
    expect(() => readTlsPolicies(" ".repeat(maxScriptLength + 1))).toThrow(/configuration_too_large/);
  });

  it("names the files that a script includes", () => {
    expect(readTlsPolicies('include "file:1"; if ($a) include "file:2";').includes).toEqual([
      "file:1",
      "file:2",
    ]);
  });

  it("tells which policy holds", () => {
    const { policies } = readTlsPolicies(script);
    expect(tlsPolicyFor(policies, { domain: "off.example" })?.options.mode).toBe("disabled");
    expect(tlsPolicyFor(policies, { host: "off.example" })?.options.mode).toBe("optional");
    expect(tlsPolicyFor([], {})).toBeUndefined();
  });
});

describe("setTlsPolicy", () => {
  it("changes an option and not one byte else", () => {
    const policy: TlsPolicy = {
      destination: domain("older.example", "old.example"),
      options: {
        mode: "optional_verify",
        verifyNames: ["mx.old.example", "mx2.old.example"],
        verifyHost: true,
        other: { x_new: 5 },
      },
    };
    expect(setTlsPolicy(script, policy)).toBe(script.replace('"require_verify"', '"optional_verify"'));
  });

  it("adds and takes out options in the style of the call, and keeps comments", () => {
    const policy: TlsPolicy = {
      destination: domain("old.example", "older.example"),
      options: { verifyHost: true, ciphers: "HIGH" },
    };
    const edited = setTlsPolicy(script, policy);
    expect(edited).toContain(
      'SetTLS([\n\t\t // strict\n\t\t"tls_verify_host" => 1,\n\t\t"tls_ciphers" => "HIGH"\n\t]);',
    );
    expect(plain(edited)[1]).toEqual(policy);
  });

  it("adds a policy for a destination behind the last one, and one for all in front", () => {
    const off: TlsPolicy = { destination: domain("new.example", "x.example"), options: { mode: "disabled" } };
    const line =
      'if ($recipientdomain == "new.example" or $recipientdomain == "x.example") SetTLS(["tls" => "disabled"]);\n';
    expect(setTlsPolicy("", off)).toBe(line);
    expect(setTlsPolicy("$a = 1;\r\n", off)).toBe(`${line.trimEnd()}\r\n$a = 1;\r\n`);
    expect(setTlsPolicy("SetTLS([]); // all\nTry();\n", off)).toBe(`SetTLS([]); // all\n${line}Try();\n`);
    expect(setTlsPolicy("SetTLS([]); /* a\n */ Try();", off)).toBe(`SetTLS([]);\n${line} /* a\n */ Try();`);
    expect(setTlsPolicy("SetTLS([]);", off)).toBe(`SetTLS([]);\n${line}`);
    const both = setTlsPolicy(line, { destination: all, options: { mode: "dane" } });
    expect(both).toBe(`SetTLS(["tls" => "dane"]);\n${line}`);
    expect(setTlsPolicy(script, off)).toContain(
      'if ($message["recipientaddress"]["domain"] == "new.example" or',
    );
  });

  it("refuses where other code may override the policy, and tells where", () => {
    const policy: TlsPolicy = { destination: domain("a"), options: { mode: "disabled" } };
    const doubtful = "$o = [];\nSetTLS($o);\n";
    expect(() => setTlsPolicy(doubtful, policy)).toThrow(
      expect.objectContaining({
        code: "policy_not_editable",
        position: expect.objectContaining({ line: 2 }) as unknown,
      }) as Error,
    );
    expect(setTlsPolicy(doubtful, policy, { besideUnread: true })).toContain(doubtful);
    const later = `${formatTlsPolicy(policy)}\nSetTLS([]);`;
    expect(() => setTlsPolicy(later, { ...policy, options: { mode: "dane" } })).toThrow(
      /policy_not_editable.*later policy.*line 2/,
    );
  });

  it("refuses policies that make no sense", () => {
    const wrong = [
      { destination: domain(), options: {} },
      { destination: domain('a"'), options: {} },
      { destination: domain("a b"), options: {} },
      { destination: all, options: { mode: "always" } },
      { destination: all, options: { protocols: ["TLS1.2"] } },
      { destination: all, options: { protocols: [] } },
      { destination: all, options: { ciphers: "a b" } },
      { destination: all, options: { other: { tls: "dane" } } },
      { destination: all, options: { other: { a: -1 } } },
      { destination: all, options: { clientCertificate: "\ud800" } },
    ] as TlsPolicy[];
    for (const policy of wrong) expect(() => setTlsPolicy("", policy)).toThrow(/bad_policy/);
  });
});

describe("removeTlsPolicy", () => {
  it("takes out the statement, its condition, or what stands in a branch", () => {
    expect(removeTlsPolicy("a();\n  SetTLS([]);\nb();\n", all)).toBe("a();\nb();\n");
    expect(removeTlsPolicy("a(); SetTLS([]); b();", all)).toBe("a();  b();");
    expect(
      removeTlsPolicy('a();\nif ($destination == "x") { SetTLS([]); }', { kind: "host", names: ["x"] }),
    ).toBe("a();\n");
    expect(removeTlsPolicy(script, domain("off.example"))).toBe(
      script.replace('SetTLS(array("tls" => "disabled"));', "{}"),
    );
    const shorter = removeTlsPolicy(script, domain("old.example", "older.example"));
    expect(shorter).toContain("{\n\t// since May\n\tSetHELO");
    expect(removeTlsPolicy(script, domain("none.example"))).toBe(script);
  });
});

const anyOptions = fc.record(
  {
    mode: fc.constantFrom(...tlsModes),
    protocols: fc.uniqueArray(fc.constantFrom(...tlsProtocols, "!SSLv3"), { minLength: 1 }),
    ciphers: fc.constantFrom("HIGH", "ALL:!aNULL$x"),
    verifyHost: fc.boolean(),
    verifyNames: fc.array(fc.oneof(fc.string(), fc.constantFrom('"]);', "$a", "*/", "\\"))),
    defaultCa: fc.boolean(),
    sni: fc.oneof(fc.boolean(), fc.string()),
    clientCertificate: fc.string(),
    capturePeerCertificate: fc.boolean(),
    other: fc.constantFrom({ x: 1 }, { "y\n": ["a", "b"] }, { z: "'" }),
  },
  { requiredKeys: [] },
);
const anyPolicy: fc.Arbitrary<TlsPolicy> = fc.record({
  destination: fc.oneof(
    fc.constant(all),
    fc.record({
      kind: fc.constantFrom("domain", "host"),
      names: fc.uniqueArray(fc.constantFrom("a.example", "b.example", "ö.example", "$c", "\\"), {
        minLength: 1,
      }),
    }),
  ),
  options: anyOptions,
}) as fc.Arbitrary<TlsPolicy>;
const surroundings = fc.constantFrom(
  "",
  "// c\n",
  "$a = 1;\n",
  'f("SetTLS([]);");\n',
  "if ($x) { g(); }\n",
  "''\nSetTLS''.h();\r\n",
  "/* */ i(); ",
);

describe("policies", () => {
  it("read back as they were set, and the rest of the script stays", () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, surroundings, surroundings, (first, second, before, after) => {
        const text = before + after;
        const once = setTlsPolicy(text, first);
        expect(plain(once)).toEqual([first]);
        expect(once).toContain(text);
        const changed = setTlsPolicy(once, { ...first, options: second.options });
        expect(plain(changed)).toEqual([{ ...first, options: second.options }]);
        expect(setTlsPolicy(changed, { ...first, options: second.options })).toBe(changed);
        expect(removeTlsPolicy(changed, first.destination)).toBe(text);
      }),
    );
  });

  it("are never silently lost: an edit of any text works, or is refused with a reason", () => {
    const piece = fc.constantFrom(
      "SetTLS([",
      '"tls" => "dane"',
      "]);",
      "if (",
      '$recipientdomain == "a"',
      ") ",
      "{",
      "}",
      "else ",
      "Try();",
      "''",
      "//",
      "\n",
      '"',
      ",",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), anyPolicy, (pieces, policy) => {
        const text = pieces.join("");
        try {
          const edited = setTlsPolicy(text, policy);
          const found = plain(edited).findLast(
            ({ destination }) => JSON.stringify(destination) === JSON.stringify(policy.destination),
          );
          expect(found?.options).toEqual(policy.options);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
          expect((error as ConfigurationError).position).toBeDefined();
        }
      }),
      { numRuns: 500 },
    );
  });

  it("cost linear time in hostile scripts", () => {
    const begun = performance.now();
    const fill = (unit: string): string => unit.repeat(Math.floor(60_000 / unit.length));
    for (const unit of [
      "SetTLS([]);",
      "if ($a) ",
      '$recipientdomain == "a" or ',
      "else ",
      "((",
      "'a'b'a'",
      "/**/",
      "//\n",
      " ",
      'if ($destination == "a") SetTLS([]); else ',
      "SetTLS(",
      "\\",
      '"$a" . ',
    ]) {
      for (const text of [fill(unit), `SetTLS([${fill('"a" => 1, ')}]);`]) {
        try {
          removeTlsPolicy(text, all);
          setTlsPolicy(text, { destination: domain("z"), options: {} }, { besideUnread: true });
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
        }
      }
    }
    expect(performance.now() - begun).toBeLessThan(20_000);
  }, 30_000);
});
