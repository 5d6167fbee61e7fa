import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { connect, createServer, type PeerCertificate } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadOrCreateCertificate } from "./certificate.ts";

const options = { name: "mx1", hosts: ["mx1", "localhost", "127.0.0.1", "::1"] };

describe("loadOrCreateCertificate", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mailmux-cert-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("makes a certificate for the node's names and addresses, for ten years", async () => {
    const notBefore = new Date("2026-01-01T00:00:00Z");
    const { cert } = await loadOrCreateCertificate(undefined, { ...options, notBefore });
    const certificate = new X509Certificate(cert);
    expect(certificate.subject).toBe("CN=mx1");
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(certificate.checkIP("::1")).toBe("::1");
    expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ namedCurve: "prime256v1" });
    expect(certificate.validToDate).toEqual(new Date("2036-01-01T00:00:00Z"));
    expect(certificate.ca).toBe(false);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });

  it("shows its fingerprint in a real handshake", async () => {
    const { key, cert, fingerprint256 } = await loadOrCreateCertificate(undefined, options);
    const server = createServer({ key, cert }, (socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const peer = await new Promise<PeerCertificate>((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", ca: cert, servername: "localhost" }, () => {
        resolve(socket.getPeerCertificate());
        socket.destroy();
      });
      socket.once("error", reject);
    });
    await new Promise((resolve) => server.close(resolve));
    expect(fingerprint256).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(`sha256:${peer.fingerprint256.replaceAll(":", "").toLowerCase()}`).toBe(fingerprint256);
  });

  it("keeps what it made, the key for its owner only", async () => {
    const data = join(folder, "not", "yet");
    const made = await loadOrCreateCertificate(data, options);
    expect(await loadOrCreateCertificate(data, { name: "other", hosts: [] })).toEqual(made);
    expect(statSync(join(data, "node-key.pem")).mode & 0o777).toBe(0o600);
    expect(readdirSync(data).toSorted()).toEqual(["node-cert.pem", "node-key.pem"]);
  });

  it("never replaces a broken, lone or mismatched file", async () => {
    await loadOrCreateCertificate(folder, options);
    const keyPath = join(folder, "node-key.pem");
    const certificatePath = join(folder, "node-cert.pem");
    const [key, cert] = [readFileSync(keyPath, "utf8"), readFileSync(certificatePath, "utf8")];
    const other = await loadOrCreateCertificate(undefined, options);
    const refuses = async (path: string, text: string, message: RegExp): Promise<void> => {
      writeFileSync(path, text);
      await expect(loadOrCreateCertificate(folder, options)).rejects.toThrow(message);
      expect(readFileSync(path, "utf8")).toBe(text);
    };
    await refuses(keyPath, other.key, /\[certificate\].*does not belong/);
    await refuses(keyPath, "no key", /\[certificate\].*node-key.pem cannot be read/);
    writeFileSync(keyPath, key);
    await refuses(certificatePath, cert.slice(0, 100), /\[certificate\].*node-cert.pem cannot be read/);
    rmSync(certificatePath);
    await expect(loadOrCreateCertificate(folder, options)).rejects.toThrow(/not both/);
    expect(readFileSync(keyPath, "utf8")).toBe(key);
  });

  it("says where it cannot write", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    await expect(loadOrCreateCertificate(join(file, "data"), options)).rejects.toMatchObject({
      code: "certificate",
    });
  });
});
