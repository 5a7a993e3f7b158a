/** Events a client may send at once, and each second in the long run: a page in use needs a few. */
const burst = 40;
const eachSecond = 20;

/**
 * How often one client may send: a bucket that empties by one an event and fills again with time.
 * @param now milliseconds of a clock that never goes back
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
