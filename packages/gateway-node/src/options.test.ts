import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createCommand, parseArguments, type ParsedArguments } from "./arguments.ts";
import { gatewayNodeErrorCodes, GatewayNodeError } from "./errors.ts";
import { resolveGatewayNodeOptions, type GatewayNodeOptions } from "./options.ts";

function parse(...argv: string[]): ParsedArguments {
  return parseArguments(
    createCommand(
      () => undefined,
      () => undefined,
    ),
    argv,
  );
}

describe("resolveGatewayNodeOptions", () => {
  it("fills the defaults in and makes a password of its own each time", () => {
    const one = resolveGatewayNodeOptions({});
    expect(one).toMatchObject({
      host: "127.0.0.1",
      port: 0,
      name: "mx1",
      user: "admin",
      messages: 200,
      seed: 1,
      delayMs: 0,
      traffic: true,
      productVersion: "4.8-p1",
    });
    expect(one.password).toMatch(/^[\w-]{20}$/);
    expect(resolveGatewayNodeOptions({}).password).not.toBe(one.password);
  });

  it.each<[GatewayNodeOptions, RegExp]>([
    [{ port: 65_536 }, /port must be a whole number from 0 to 65535/],
    [{ messages: 1.5 }, /messages must be a whole number/],
    [{ messages: 1_000_001 }, /from 0 to 1000000/],
    [{ seed: -1 }, /seed must be/],
    [{ delayMs: Number.NaN }, /delayMs must be/],
    [{ name: "" }, /name must be/],
    [{ name: "a b" }, /name must be/],
    [{ name: "-mx" }, /name must be/],
    [{ user: "a:b" }, /user must not be empty or hold a colon/],
    [{ password: "" }, /password must not be empty/],
    [{ folder: "" }, /folder must not be empty/],
    [{ productVersion: "4.8\n" }, /productVersion must be/],
    [{ fault: "smoke" as "hang" }, /fault must be one of hang, drop/],
    [{ faults: ["getversion:hang" as "hang"] }, /fault names the operation "getversion"/],
    [{ users: [{ name: "a:b", password: "x" }] }, /the name of a user must not/],
    [{ users: [{ name: "a", password: "" }] }, /the password of a user must not be empty/],
    [{ users: [{ name: "a", password: "x", flags: "x" }] }, /flags of a user must be r, w/],
    [{ users: [{ name: "admin", password: "x" }] }, /two users must not have the same name/],
    [{ http: { port: -1 } }, /port of http must be/],
    [{ localOffsetSeconds: 50_401 }, /localOffsetSeconds must be a whole number from -43200 to 50400/],
    [{ slowMs: -1 }, /slowMs must be/],
    [{ limits: { maxBodyBytes: 0 } }, /maxBodyBytes must be a whole number from 1/],
    [{ updateTiming: { rebootMs: 0.5 } }, /rebootMs must be/],
  ])("refuses %j", (options, message) => {
    const attempt = (): unknown => resolveGatewayNodeOptions(options);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(/^\[invalid_option\] /);
  });
});

describe("the command line", () => {
  it("has the documented defaults", () => {
    expect(parse()).toMatchObject({
      node: {
        host: "127.0.0.1",
        port: 0,
        name: "mx1",
        user: "admin",
        messages: 200,
        seed: 1,
        faults: [],
        traffic: true,
        localOffsetSeconds: 0,
        compress: false,
      },
      exitWithStdin: false,
    });
  });

  it("takes every option", () => {
    const folder = mkdtempSync(join(tmpdir(), "mailmux-args-"));
    const file = join(folder, "password");
    writeFileSync(file, "pass word\r\nsecond line\n");
    const users = [{ name: "reader", password: "sécret", fullName: "A Reader", flags: "r" }];
    const usersFile = join(folder, "users.json");
    writeFileSync(usersFile, JSON.stringify(users));
    const text = `--listen [::1]:8443 --name mx2 --user ops --password-file ${file} --data ${folder} --messages 5 --seed 9`;
    const more = "--delay-ms 50 --fault hang --no-traffic --product-version 4.9 --exit-with-stdin";
    const rest = `--http 127.0.0.1:8080 --fault mailQueue:slow --slow-ms 9 --local-offset -05:30 --update-ms 7 --compress --users-file ${usersFile}`;
    expect(parse(...text.split(" "), ...more.split(" "), ...rest.split(" "))).toEqual({
      node: {
        host: "::1",
        port: 8443,
        name: "mx2",
        user: "ops",
        password: "pass word",
        folder,
        messages: 5,
        seed: 9,
        delayMs: 50,
        http: { host: "127.0.0.1", port: 8080 },
        users,
        faults: ["hang", "mailQueue:slow"],
        slowMs: 9,
        traffic: false,
        productVersion: "4.9",
        localOffsetSeconds: -19_800,
        updateTiming: { downloadMs: 7, verifyMs: 7, installMs: 7, rebootMs: 7 },
        compress: true,
      },
      exitWithStdin: true,
    });
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["--listen", "localhost", /HOST:PORT/],
    ["--listen", "::1:443", /HOST:PORT/],
    ["--listen", "localhost:70000", /HOST:PORT/],
    ["--messages", "many", /--messages takes a whole number; "many"/],
    ["--seed", "1e3", /--seed takes a whole number/],
    ["--password-file", "/no/such/file", /password file cannot be read/],
    ["--password-file", "/dev/null", /first line of \/dev\/null is empty/],
    ["--http", "8080", /--http takes HOST:PORT/],
    ["--local-offset", "1", /--local-offset takes hours and minutes/],
    ["--users-file", "/no/such/file", /users file cannot be read/],
    ["--users-file", "/dev/null", /\/dev\/null is no JSON list of objects/],
    ["--what", "ever", /unknown option/],
  ])("refuses %s %s", (option, value, message) => {
    expect(() => parse(option, value)).toThrow(message);
  });
});

describe("GatewayNodeError", () => {
  it.each(gatewayNodeErrorCodes)("%s: carries its code in the message and its name", (code) => {
    const cause = new Error("why");
    const error = new GatewayNodeError(code, "What happened.", { cause });
    expect(error).toMatchObject({
      code,
      name: "GatewayNodeError",
      message: `[${code}] What happened.`,
      cause,
    });
  });
});
