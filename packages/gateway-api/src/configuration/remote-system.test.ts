import { describe, expect, it } from "vitest";
import { readRemoteSystems, readRevisionLog } from "./index.ts";

const sha1 = "AB:".repeat(19) + "AB";
const sha256 = "CD:".repeat(31) + "CD";

describe("readRemoteSystems", () => {
  it("makes nodes of the cluster's members, in the order of their ids", () => {
    const { systems, problems } = readRemoteSystems([
      { name: "remote_system__10", params: ["mx10", "mx10.example.com", "", "", ""] },
      { name: "remote_system__2", params: ["mx2", "2001:db8::2", "8443", "https", sha1] },
      { name: "remote_system__3", params: ["mx3", "[2001:db8::3]", "443", "HTTPS", `${sha256}, ${sha1}`] },
      { name: "remote_system__4", params: ["mx4", "10.0.0.4", "80", "http", sha256] },
      { name: "mail_server__1", params: ["x"] },
    ]);
    expect(problems).toEqual([]);
    expect(systems.map(({ name, url, fingerprints }) => [name, url, fingerprints])).toEqual([
      ["mx2", "https://[2001:db8::2]:8443/remote/", [`sha1:${"ab".repeat(20)}`]],
      ["mx3", "https://[2001:db8::3]/remote/", [`sha256:${"cd".repeat(32)}`, `sha1:${"ab".repeat(20)}`]],
      ["mx4", "http://10.0.0.4/remote/", []],
      ["mx10", "https://mx10.example.com/remote/", []],
    ]);
    expect(systems.map(({ warnings }) => warnings.length)).toEqual([1, 1, 1, 1]);
  });

  it("tells odd entries and goes on with the others", () => {
    const odd: [string, ...string[]][] = [
      ["address"],
      ["", "a.example"],
      ["@a", "a.example"],
      ["a", "a b"],
      ["a", "-a.example"],
      ["a", "1.2.3"],
      ["a", "http://x/"],
      ["a", "fe80::1%eth0"],
      ["a", "a.example", "0"],
      ["a", "a.example", "65536"],
      ["a", "a.example", "1e3"],
      ["a", "a.example", "443", "ftp"],
      ["a", "a.example", "443", "https", "AB:CD"],
      ["a", "a.example", "443", "https", "md5:" + "00".repeat(16)],
    ];
    const keys = odd.map((params, index) => ({ name: `remote_system__${index + 1}`, params }));
    const good = { name: "remote_system__99", params: ["a", "a.example", "443", "https", sha256] };
    const twin = { name: "remote_system__100", params: ["b", "a.example"] };
    const { systems, problems } = readRemoteSystems([twin, good, ...keys]);
    expect(systems.map(({ key }) => key)).toEqual(["remote_system__99"]);
    expect(problems).toHaveLength(odd.length + 1);
    expect(problems.at(-1)).toEqual({
      key: "remote_system__100",
      reason: "it has the name or address of remote_system__99",
    });
  });
});

describe("readRevisionLog", () => {
  it("reads revisions, newest first, and tells odd records", () => {
    const { revisions, problems } = readRevisionLog([
      { revision: 2n, time: 1_400_000_000n, user: "admin", message: "file__1" },
      { revision: 3, time: 1_400_000_060 },
      { revision: 3, time: 0 },
      { revision: -1, time: 0 },
      { revision: 9, time: 10n ** 15n },
    ]);
    expect(revisions).toEqual([
      { revision: 3, time: new Date("2014-05-13T16:54:20Z"), user: "", message: "" },
      { revision: 2, time: new Date("2014-05-13T16:53:20Z"), user: "admin", message: "file__1" },
    ]);
    expect(problems.map(({ index }) => index)).toEqual([2, 3, 4]);
  });
});
