/** Decoders work on other threads; so many pictures at a time keep them busy. */
const CONCURRENCY = 8;

/**
 * Does `work` for 0 to `count - 1`, in this order, some at a time. None is begun after one has failed or said `'stop'`, and
 * those at work are waited for.
 *
 * @throws what the first of `work` throws
 */
export async function fewAtATime(
  count: number,
  work: (index: number) => Promise<'stop' | undefined>,
  concurrency = CONCURRENCY,
): Promise<void> {
  let next = 0;
  let isOver = false;
  const worker = async () => {
    while (next < count && !isOver) {
      try {
        if ((await work(next++)) === 'stop') isOver = true;
      } catch (error) {
        isOver = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: concurrency }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
