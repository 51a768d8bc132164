/**
 * What a worker thread runs, as text: a blob or `eval` needs no file that a bundler would have to find, and no request
 * to another origin. It starts the kernels on the shared memory, stays in `work` until it is told to stop, says that it
 * has, and ends.
 *
 * A failure (a trap in a kernel) is written where the calling thread looks: it may be waiting, and then gets no
 * message. The chunk counts as done, so that the wait ends.
 */
export const workerSource = `
const inNode = typeof process === 'object' && process.versions?.node !== undefined;
const port = inNode ? process.getBuiltinModule('node:worker_threads').parentPort : self;

function start({ module, memory, control, thread, fields }) {
  const { work } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  if (work === undefined) throw new Error('the module has no function work');
  port.postMessage('ready');
  try {
    work(control, thread);
    if (!inNode) {
      port.postMessage('ended');
      self.close();
    }
  } catch (error) {
    const length = (fields.failureEnd - fields.failure) / 2 - 1;
    const text = new Uint16Array(memory.buffer, control + fields.failure, length + 1);
    const message = String(error).slice(0, length);
    for (let i = 0; i < message.length; i++) text[i] = message.charCodeAt(i);
    text[message.length] = 0;
    const words = new Int32Array(memory.buffer);
    Atomics.store(words, (control + fields.failed) >>> 2, thread);
    Atomics.add(words, (control + fields.done) >>> 2, 1);
    Atomics.notify(words, (control + fields.done) >>> 2);
  }
}

if (inNode) port.once('message', start);
else self.onmessage = ({ data }) => start(data);
`;
