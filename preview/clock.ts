import type { Reader } from './reader.ts';

const keptMs = 2000;
const dayMs = 86_400_000;

/**
 * What "now" means: the day after the last one with data, so that "the last 13 months" of a demo are months with data in them.
 * Without data, or when nobody may read when it ends, it is the time of the clock.
 */
export function openClock(reader: Reader, clock: () => number = Date.now): () => Promise<Date> {
  let asked = { at: -Infinity, answer: Promise.resolve(new Date(0)) };
  return () => {
    // Every panel of a page asks within a moment.
    if (clock() - asked.at > keptMs) asked = { at: clock(), answer: readNow(reader, clock) };
    return asked.answer;
  };
}

async function readNow(reader: Reader, clock: () => number): Promise<Date> {
  const answer = await reader.ask('select data_through_day from reporting.header').catch(() => undefined);
  const day = answer?.rows[0]?.[0];
  return new Date(typeof day === 'string' ? Date.parse(day) + dayMs : clock());
}
