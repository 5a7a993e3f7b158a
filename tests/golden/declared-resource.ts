/** A resource as a stack declares it; secret values are shown as `[secret]`. */
export interface DeclaredResource {
  type: string;
  name: string;
  inputs: unknown;
  /** Present when no plan may delete it. */
  protect?: true;
  /** Present when it is kept after leaving the stack. */
  retainOnDelete?: true;
}
