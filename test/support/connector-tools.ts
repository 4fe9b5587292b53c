import { createHash } from 'node:crypto';
import type { ConnectorTools, RawAnswer } from '../../connectors/connector.ts';

export interface RecordingTools extends ConnectorTools {
  readonly raw: RawAnswer[];
  readonly sleeps: number[];
  readonly signsOfLife: string[];
  /** Moves the clock. */
  advance(ms: number): void;
}

/** Tools with a clock of their own: a sleep is over at once, and moves the clock by its length. */
export function recordingTools(
  startMs = Date.parse('2025-11-05T08:00:00Z'),
  signal?: AbortSignal,
): RecordingTools {
  let nowMs = startMs;
  const raw: RawAnswer[] = [];
  const sleeps: number[] = [];
  const signsOfLife: string[] = [];
  return {
    raw,
    sleeps,
    signsOfLife,
    advance: (ms) => {
      nowMs += ms;
    },
    keepRaw: async (answer) => {
      raw.push(answer);
    },
    alive: (detail) => {
      signsOfLife.push(detail);
    },
    signal: signal ?? new AbortController().signal,
    now: () => nowMs,
    sleep: async (ms) => {
      sleeps.push(ms);
      nowMs += ms;
    },
    random: () => 0,
    hashSecret: (value) => `hash:${createHash('sha256').update(`test${value}`).digest('hex').slice(0, 12)}`,
  };
}
