import type { Browser, Page } from 'playwright-core';

/** What is needed of an event of Chromium's trace. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** When it began, and how long it took, in µs. */
  readonly ts: number;
  readonly dur?: number;
  /** Time on a processor, in µs: what other programs take does not count. */
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly chrome_mojo_event_info?: { readonly mojo_interface_tag?: string };
  };
}

const CATEGORIES = ['__metadata', 'toplevel', 'disabled-by-default-devtools.timeline'];

/**
 * Tells how long the tasks of a page's main thread are at work while something is done with it.
 *
 * @returns ms of processor time, the longest first; without the tasks in which the page obeys the test
 */
export async function mainThreadTasks(
  browser: Browser,
  page: Page,
  act: () => Promise<unknown>,
): Promise<number[]> {
  await browser.startTracing(page, { categories: CATEGORIES });
  let trace: Buffer;
  try {
    await act();
  } finally {
    trace = await browser.stopTracing();
  }
  return tasksOf(trace);
}

function tasksOf(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  );
  const onMainThreads = traceEvents.filter((event) => event.ph === 'X' && mainThreads.has(threadOf(event)));
  const orders = onMainThreads.filter(
    ({ args }) => args?.chrome_mojo_event_info?.mojo_interface_tag === 'blink.mojom.DevToolsSession',
  );
  const isWithin = (event: TraceEvent, { ts, dur = 0 }: TraceEvent) => event.ts >= ts && event.ts <= ts + dur;
  return onMainThreads
    .filter(({ name }) => name === 'RunTask')
    .filter((task) => !orders.some((o) => threadOf(o) === threadOf(task) && isWithin(o, task)))
    .map(({ tdur = 0 }) => tdur / 1000)
    .sort((a, b) => b - a);
}
