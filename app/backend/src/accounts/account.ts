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

/** What an account may do besides what every account may. */
export type Role = "member" | "moderator" | "admin";

declare module "fastify" {
  interface FastifyRequest {
    /** Who is signed in, if anybody. */
    account: Account | null;
  }
}
