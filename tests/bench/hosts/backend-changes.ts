import { copyCheckout } from "../../stack/checkout-copy.ts";

/** A copy of the checkout in which one line of the backend is changed repeatedly. */
export function backendChanges() {
  const copy = copyCheckout();
  let line = '"cache-control":';
  return {
    copy,
    /** Changes the line, and returns the header that the deployed site must then send. */
    next: (): string => {
      const stamp = String(Date.now());
      const changed = `"x-bench": "${stamp}", "cache-control":`;
      copy.edit("app/backend/src/plugins/response-headers.ts", line, changed);
      line = changed;
      return `x-bench: ${stamp}`;
    },
    /** Builds the backend's image and returns its ID. */
    build: async (): Promise<string> => {
      const program = ["node", "--import", "tsx", "app/image.ts", "backend"];
      const { stdout, all, exitCode } = await copy.tovrun(["exec", "--", ...program]);
      const id = /^sha256:[0-9a-f]{64}$/m.exec(stdout)?.[0];
      if (exitCode !== 0 || !id) throw new Error(`the backend's image was not built: ${all}`);
      return id;
    },
  };
}

export type BackendChanges = ReturnType<typeof backendChanges>;
