import type { Throttle } from "../throttle/throttle.ts";

/** Counts in the memory of this process. @param now milliseconds */
export function memoryThrottle(now: () => number = Date.now): Throttle {
  const windows = new Map<string, { used: number; ends: number }>();
  return {
    spend: async (key, { most, seconds }) => {
      const at = now();
      const open = windows.get(key);
      const window = open && open.ends > at ? open : { used: 0, ends: at + seconds * 1000 };
      if (window.used >= most) return Math.ceil((window.ends - at) / 1000);
      windows.set(key, { ...window, used: window.used + 1 });
      return null;
    },
    forgive: async (key) => void windows.delete(key),
  };
}
