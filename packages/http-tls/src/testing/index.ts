export { createTestCertificate, type TestCertificate, type TestCertificateOptions } from "./certificate.ts";
export { everySplit } from "./every-split.ts";
export { createRawServer, type RawHandler, type RawServer, type RawServerOptions } from "./raw-server.ts";
export {
  type ConnectProxyOptions,
  createConnectProxy,
  createSocks5Proxy,
  type ProxyServer,
  type Socks5ProxyOptions,
} from "./proxy-server.ts";
