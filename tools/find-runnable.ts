/** A block of shell commands that a reader may paste. */
export interface Runnable {
  readonly script: string;
  readonly limitS: number;
  /** Where it starts in the text. */
  readonly line: number;
}

const defaultLimitS = 120;

/** The blocks that open with ` ```sh runnable `, or ` ```sh runnable=300 ` when they may take 300 seconds. */
export function findRunnable(markdown: string): Runnable[] {
  const blocks = markdown.matchAll(/^```sh runnable(?:=(\d+))?[ \t]*\n([\s\S]*?)^```/gm);
  return [...blocks].map((block) => ({
    script: (block[2] ?? '').trim(),
    limitS: Number(block[1] ?? defaultLimitS),
    line: markdown.slice(0, block.index).split('\n').length,
  }));
}
