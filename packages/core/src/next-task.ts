/**
 * Lets the event loop turn once, so that aborts, timers and a page's drawing are not held up by a long computation.
 * Not a timeout (browsers make those 4 ms) and not an animation frame (a hidden tab has none).
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
