import type { Role } from "../database/tables/accounts.ts";

/** A person who is signed in. */
export interface Account {
  id: string;
  username: string;
  email: string;
  /** Whether the e-mail address is proven. */
  emailVerified: boolean;
  role: Role;
  sessionId: string;
  /** End of the session. */
  expiresAt: Date;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Who is signed in, if anybody. */
    account: Account | null;
  }
}
