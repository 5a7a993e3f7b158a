/** Events a client may send at once, and per second on average; a page in use sends a few. */
const burst = 40;
const eachSecond = 20;

/**
 * Limits how often one client may send, with a token bucket.
 * @param now milliseconds of a monotonic clock
 * @returns whether one more event is within the rate
 */
export function packetRate(now: () => number = () => performance.now()): () => boolean {
  let left = burst;
  let at = now();
  return () => {
    const seconds = (now() - at) / 1000;
    at += seconds * 1000;
    left = Math.min(burst, left + seconds * eachSecond);
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
