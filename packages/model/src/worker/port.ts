/** What is needed of a `Worker`: of a page, or of `node:worker_threads`. */
export interface WorkerLike {
  postMessage(message: never): void;
  terminate(): unknown;
}

/** What can be heard of the other side. */
export interface PortListener {
  message(data: unknown): void;
  /** It broke, or has ended. */
  failure?(reason: string): void;
}

interface NodePort {
  on(event: string, listener: (value: unknown) => void): void;
}

/** Says something to the other side; what is in `transfer` is gone here. */
export function post(
  port: Pick<WorkerLike, 'postMessage'>,
  message: unknown,
  transfer: readonly object[] = [],
): void {
  const { postMessage } = port as { postMessage(message: unknown, transfer: readonly object[]): void };
  postMessage.call(port, message, transfer);
}

/** Listens to a worker, or in a worker to who started it. */
export function listen(port: object, { message, failure }: PortListener): void {
  if ('on' in port && typeof port.on === 'function') {
    const node = port as NodePort;
    node.on('message', message);
    if (failure === undefined) return;
    node.on('error', (error) => failure(error instanceof Error ? error.message : String(error)));
    node.on('messageerror', () => failure('a message could not be read'));
    node.on('exit', (code) => failure(`it ended with exit code ${code}`));
    return;
  }
  const target = port as EventTarget;
  target.addEventListener('message', (event) => message((event as MessageEvent).data));
  if (failure === undefined) return;
  target.addEventListener('error', (event) => {
    const { message: reason } = event as ErrorEvent;
    failure(reason || 'its script cannot be loaded');
  });
  target.addEventListener('messageerror', () => failure('a message could not be read'));
}
