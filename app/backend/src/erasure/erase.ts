export const eraseNext = async (_: unknown): Promise<boolean> => false;
