export { createTestCertificate, type TestCertificate } from "./certificate.ts";
export { everySplit } from "./every-split.ts";
export { createRawServer, type RawHandler, type RawServer, type RawServerOptions } from "./raw-server.ts";
