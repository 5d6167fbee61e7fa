import { sharedConfig } from "../vitest.shared.ts";

export default sharedConfig({ include: ["test/**/*.test.ts"], testTimeout: 300_000 });
