import * as z from "zod/mini";

// zod compiles its checks with `new Function` where it may; the content security policy forbids that and reports the attempt.
z.config({ jitless: true });

export { z };
