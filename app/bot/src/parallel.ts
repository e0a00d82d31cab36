/**
 * Runs a task for each item, a number of them at a time; the next item is requested when a worker is free. Once one
 * fails, or it is told to stop, no other is started; tasks under way are awaited.
 *
 * @throws The error of the first task that failed.
 */
export async function inParallel<T>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  task: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const queue =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : asynchronous(items[Symbol.iterator]());
  const failures: unknown[] = [];
  const worker = async () => {
    try {
      while (failures.length === 0 && signal?.aborted !== true) {
        const next = await queue.next();
        if (next.done === true) {
          return;
        }
        await task(next.value);
      }
    } catch (error) {
      failures.push(error);
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  await queue.return?.();
  if (failures.length > 0) {
    throw failures[0];
  }
}

function asynchronous<T>(items: Iterator<T>): AsyncIterator<T> {
  return { next: () => Promise.resolve(items.next()) };
}
