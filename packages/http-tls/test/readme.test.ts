import { testReadme } from "../../../tools/readme/test-readme.ts";

testReadme(import.meta.url);
